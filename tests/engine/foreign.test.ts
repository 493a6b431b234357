import type { SimulationEvent } from "../../rehearsal/events";
import type { Phase } from "../../scripts/rehearsal/phase";
import type { ClusterPlan } from "../../model/cluster-plan";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { firstBootFileName } from "../../model/file-names";
import { Pulumi } from "../../scripts/engine/pulumi";
import { planOf } from "../../scripts/engine/plan-of";
import { administrator } from "../support/host-client";
import { during, endRehearsal, problemsOf, rehearse, smallStack } from "../support/rehearsal";

jest.setTimeout(300_000);

let rehearsal: Rehearsal;
afterEach(() => endRehearsal(rehearsal));

/** The small stack with a bridge, and a GPU whose mapping, that the program makes. */
const withGpu =
  (): string => `${smallStack().replace("  homelab:network:\n", "  homelab:network:\n    bridges: { vmbr1: {} }\n")}  homelab:gpus:
    rtx:
      node: worker-1
      path: "0000:01:00"
      deviceIds: ["10de:1e82"]
      iommuGroup: 1
      subsystemId: "10de:12a5"
`;

/** Files of names that could be the program's own, as far as anybody can tell beforehand. */
const filesLike = ({ cluster, nodes, templates }: ClusterPlan): { host: string; volume: string }[] => [
  ...templates.flatMap(({ host, imageName }) =>
    [`homelab.${cluster.name}.${imageName}`, imageName].map((name) => ({ host, volume: `local:import/${name}` })),
  ),
  ...nodes.map((node) => ({ host: node.host, volume: `local:snippets/${firstBootFileName(cluster.name, node)}` })),
];
const files = filesLike(planOf(withGpu(), "foreign"));

const disk = { storage: "local-zfs", sizeGiB: 1 };
const theirs = [
  { name: "nas", vmId: 9000, host: "pve", config: { boot: "order=virtio0" }, disk },
  { name: "dns", vmId: 111, host: "pve", config: {}, type: "lxc", running: true },
] as const;

/** What was asked of the host in a run that is no mere reading. */
const writes = (phase: Phase) => during(rehearsal, phase).writes.map(({ method, path }) => `${method} ${path}`);
const named = () => rehearsal.simulation.proxmox.host("pve").vms.map(({ vmId, name }) => `${vmId} ${name}`);
const violations = () =>
  rehearsal.invariants.findings().violations.map(({ invariant, what }) => `${invariant}: ${what}`);

/** As somebody makes them who has never heard of this stack. */
async function makeBridgeAndMapping(): Promise<void> {
  const map = "node=pve,path=0000:01:00,id=10de:1e82,iommugroup=1,subsystem-id=10de:12a5";
  await administrator(rehearsal).task("POST", "/nodes/pve/network", { iface: "vmbr1", type: "bridge" });
  await administrator(rehearsal).post(`/cluster/mapping/pci?id=rtx&map=${encodeURIComponent(map)}`);
}

test("foreign guests on planned ids, a bridge and a mapping are refused in preview and up before anything is written", async () => {
  rehearsal = await rehearse("foreign", withGpu(), [], { others: { machines: theirs } });
  await makeBridgeAndMapping();
  for (const run of [() => rehearsal.preview("preview-refused"), () => rehearsal.up("up-refused")]) {
    const refused = await run();
    const said = problemsOf(refused).join("\n");
    expect(said).toMatch(
      /template.vmId: belongs to somebody else, got 9000 \(VM "nas" on pve, stopped\)[^]*nodes.worker-1.vmId: belongs to somebody else, got 111 \(CT "dns" on pve, running\)[^]*network.bridges.vmbr1: belongs to somebody else, got an interface of that name on pve[^]*gpus.rtx.mapping: belongs to somebody else/,
    );
    expect(writes(refused)).toEqual([]);
  }
  expect(problemsOf(await rehearsal.destroy())).toEqual([]);
  expect(named()).toEqual(["9000 nas"]);
  expect(violations()).toEqual([]);
});

test("an id or a name that is taken during the run is left alone, and the next run converges; files never collide", async () => {
  rehearsal = await rehearse("foreign-race", withGpu(), [], { others: { files } });
  const others = administrator(rehearsal);
  const isLook = (event: SimulationEvent) => event.kind === "request" && event.path === "/nodes/pve/network";
  const outset = await takenWhen(isLook, makeBridgeAndMapping);
  expect(problemsOf(outset).join()).toMatch(/(vmbr1|rtx)[^]*already (exists|defined)/);
  const { deployment } = await rehearsal.exportState();
  expect((deployment.resources ?? []).filter(({ type }) => /network|mapping/.test(type))).toEqual([]);
  await others.delete("/nodes/pve/network/vmbr1");
  await others.delete("/cluster/mapping/pci/rtx");
  // What that run made besides, the image perhaps.
  expect(problemsOf(await rehearsal.destroy("destroy-outset"))).toEqual([]);
  const take = (vmId: number) => others.task("POST", `/nodes/pve/qemu?vmid=${vmId}&name=nas&virtio0=local-zfs:1`);

  const first = await takenWhen(
    (event) => event.kind === "span" && event.label === "download",
    () => take(9000),
  );
  expect(problemsOf(first)).toEqual([
    expect.stringContaining('taken by somebody else during this run, got 9000 (VM "nas" on pve'),
  ]);
  expect(named()).toEqual(["9000 nas"]);
  await others.task("DELETE", "/nodes/pve/qemu/9000");

  const isTemplate = (event: SimulationEvent) =>
    event.kind === "machine" && event.change === "created" && event.vmId === 9000;
  const second = await takenWhen(isTemplate, () => take(111));
  expect(problemsOf(second)).toEqual([
    expect.stringContaining('taken by somebody else during this run, got 111 (VM "nas" on pve'),
  ]);
  expect(named()).toContain("111 nas");
  await others.task("DELETE", "/nodes/pve/qemu/111");

  expect(problemsOf(await rehearsal.up("up-third"))).toEqual([]);
  const there = rehearsal.simulation.proxmox.host("pve").volumes;
  expect(there).toEqual(expect.arrayContaining(files.map(({ volume }) => volume)));
  expect(there.filter((volume) => /snippets|import/.test(volume))).toHaveLength(files.length + 3);
  // Of a plain destroy the engine says why not, and what to do; with the program it looks first.
  const plainly = async (...more: readonly string[]) => {
    // A person's shell, where nobody has set what a rehearsal has.
    const { PULUMI_RUN_PROGRAM: _, ...env } = rehearsal.pulumi.settings.env;
    const pulumi = new Pulumi({ ...rehearsal.pulumi.settings, env });
    const args = ["destroy", "--yes", "--skip-preview", "--non-interactive", "--stack", pulumi.settings.stack];
    const before = rehearsal.simulation.proxmox.requests.length;
    const { status, stdout, stderr } = await pulumi.run([...args, ...more]);
    const asked = rehearsal.simulation.proxmox.requests.slice(before).filter(({ method }) => method !== "GET");
    return { failed: status !== 0, asked, said: `${stdout}\n${stderr}` };
  };
  const refuses = async () => {
    const refused = await plainly();
    expect(refused).toMatchObject({ failed: true, asked: [] });
    expect(refused.said).toContain("use npm run destroy -- foreign-race, which looks first whose things are there");
  };
  await refuses();
  // Somebody else's by now, as far as anybody can tell; then ours again.
  const notes = await others.get<{ name: string; description: string }>("/nodes/pve/qemu/111/config");
  await others.task("POST", "/nodes/pve/qemu/111/config", { name: "nas", description: "managed-by: homelab/x/nas" });
  const looked = await plainly("--run-program");
  expect(looked).toMatchObject({ failed: true, asked: [] });
  expect(looked.said).toMatch(/nodes\.worker-1\.vmId: belongs to somebody else, got 111 \(VM "nas" on pve/);
  const { name, description } = notes;
  await others.task("POST", "/nodes/pve/qemu/111/config", { name, description });
  // A destroy that fails half way leaves what is still refused.
  await others.task("POST", "/nodes/pve/qemu/101/config", { protection: "1" });
  expect(problemsOf(await rehearsal.destroy("destroy-half")).join()).toContain("protection mode enabled");
  expect(named().join()).toContain("101 server-1");
  expect(named().join()).not.toContain("111");
  await refuses();
  await others.task("POST", "/nodes/pve/qemu/101/config", { protection: "0" });
  expect(problemsOf(await rehearsal.destroy())).toEqual([]);
  // But for what Proxmox refused because somebody was there first.
  expect(
    violations().filter((one) => !/no-request-refused.*(already (exists|defined)|protection mode)/.test(one)),
  ).toEqual([]);
});

/** A run in which somebody acts at a moment; the deed is over when the run is. */
async function takenWhen(isMoment: (event: SimulationEvent) => boolean, act: () => Promise<void>): Promise<Phase> {
  let deed: Promise<void> | undefined;
  const stop = rehearsal.simulation.context.events.listen((event) => {
    if (isMoment(event)) deed ??= act();
  });
  const phase = await rehearsal.up(`up-${rehearsal.phases.length}`);
  stop();
  await deed;
  return phase;
}
