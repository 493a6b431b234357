import { changedSteps } from "../../scripts/engine/engine-events";
import type { Phase } from "../../scripts/rehearsal/phase";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { administrator } from "../support/host-client";
import { during, endRehearsal, problemsOf, rehearse, smallStack } from "../support/rehearsal";

jest.setTimeout(400_000);

/** A second host, which carries no machine of the stack. */
const twoHosts = smallStack()
  .replace(
    "  homelab:network:",
    `      pve2:
        address: 10.20.0.3
        templateVmId: 9001
        threads: 8
        memoryMiB: 32768
        bridges: [vmbr0]
        storages:
          local-zfs: { type: zfspool, content: [images], capacityGiB: 400 }
          local: { type: dir, content: [iso, import, snippets], capacityGiB: 60 }
  homelab:network:`,
  )
  .replace(/(server-1: \{.*) \}/, "$1, host: pve }")
  .replace(/(worker-1: \{.*) \}/, "$1, host: pve }").concat(`  homelab:vms:
    box: { vmId: 301, host: pve, source: none, state: stopped, cores: 1, memoryMiB: 1024, diskGiB: 4, storage: local-zfs }
    old: { vmId: 302, host: pve, adopt: true, protect: false, state: stopped, cores: 1, memoryMiB: 1024, diskGiB: 4, storage: local-zfs, nics: [{ bridge: vmbr0 }] }
`);

let rehearsal: Rehearsal;
beforeAll(async () => {
  rehearsal = await rehearse("moved", twoHosts);
  expect(problemsOf(await rehearsal.up())).toEqual([]);
});
afterAll(() => endRehearsal(rehearsal));

const moved = ["box", "old", "worker-1"];
const on = (host: string) => rehearsal.simulation.proxmox.host(host).vms.map(({ name }) => name);
const steps = ({ result }: Phase) =>
  changedSteps(result.events).map(({ op, urn }) => `${op} ${urn.split("::").at(-1)}`);
const migrate = (form: Record<string, string | number>) =>
  administrator(rehearsal).task("POST", "/nodes/pve/qemu/111/migrate", { target: "pve2", ...form });

test("Proxmox migrates a running machine with local disks only on request", async () => {
  await expect(migrate({})).rejects.toThrow("can't migrate running VM without --online");
  await expect(migrate({ online: 1 })).rejects.toThrow("migration aborted");
  expect(on("pve")).toContain("worker-1");
});

test("a CSI driver's volume keeps its machine where it is until it is detached, as a drain does", async () => {
  await expect(migrate({ online: 1, "with-local-disks": 1 })).rejects.toThrow("migration aborted");
  await administrator(rehearsal).task("PUT", "/nodes/pve/qemu/111/config", { delete: "scsi29" });
});

test("migrated machines of every kind are followed: reported, neither moved back nor replaced", async () => {
  await migrate({ online: 1, "with-local-disks": 1 });
  for (const vmId of [301, 302])
    await administrator(rehearsal).task("POST", `/nodes/pve/qemu/${vmId}/migrate`, { target: "pve2" });
  expect(on("pve2").sort()).toEqual(moved);
  const preview = await rehearsal.preview("preview-moved");
  expect(steps(preview)).toEqual([]);
  for (const name of ["worker-1", "box", "old"])
    expect(preview.result.stdout).toContain(`${name} is on pve2, not on pve: the program follows it`);
  expect(problemsOf(await rehearsal.refresh())).toEqual([]);
  const phase = await rehearsal.up("after-refresh");
  expect(problemsOf(phase)).toEqual([]);
  expect(during(rehearsal, phase).touched).toEqual([]);
  expect(on("pve2").sort()).toEqual(moved);
});

test("a migrated machine grows where it is, though the state was not refreshed since", async () => {
  const others = administrator(rehearsal);
  const back = (from: string, target: string) =>
    others
      .task("PUT", `/nodes/${from}/qemu/111/config`, { delete: "scsi29" })
      .then(() => others.task("POST", `/nodes/${from}/qemu/111/migrate`, { target, online: 1, "with-local-disks": 1 }));
  await back("pve2", "pve");
  rehearsal.editStack((text) => text.replace(/(worker: \{.* diskGiB:) \d+/, "$1 30"));
  expect(problemsOf(await rehearsal.up("grow"))).toEqual([]);
  const worker = rehearsal.simulation.proxmox.host("pve").vms.find(({ name }) => name === "worker-1");
  expect(worker?.config["virtio0"]).toContain("size=30G");
  await back("pve", "pve2");
});

test("a machine that HA moves and restarts is followed, and restarted by an edit like any other", async () => {
  const others = administrator(rehearsal);
  const moved = (host: string) =>
    new Promise<void>((resolve) => {
      const stop = rehearsal.simulation.context.events.listen((event) => {
        if (event.kind !== "span" || event.label !== "migrate") return;
        stop();
        expect(on(host)).toContain("server-1");
        resolve();
      });
    });
  await others.post("/cluster/ha/resources?sid=vm:101");
  for (const [from, to] of [
    ["pve", "pve2"],
    ["pve2", "pve"],
  ] as const) {
    const arrival = moved(to);
    await others.task("POST", `/nodes/${from}/qemu/101/migrate`, { target: to, online: 1 });
    await arrival;
  }
  rehearsal.editStack((text) => text.replace(/(controlPlane: \{.* memoryMiB:) \d+/, "$1 5120"));
  const preview = await rehearsal.preview("preview-ha");
  expect(preview.result.stdout).toContain("server-1 is under Proxmox HA (started)");
  const phase = await rehearsal.up("restart-under-ha");
  expect(problemsOf(phase)).toEqual([]);
  expect(during(rehearsal, phase).changes("server-1")).toContain("starting");
});

test("the stack file may name its new host, but moves nothing", async () => {
  const say = (name: string, host: string) =>
    rehearsal.editStack((text) => text.replace(new RegExp(`(${name}: \\{.*host:) \\w+`), `$1 ${host}`));
  say("server-1", "pve2");
  expect(problemsOf(await rehearsal.preview("preview-refused")).join()).toMatch(
    /nodes.server-1.host: .*migrate it in Proxmox/,
  );
  say("server-1", "pve");
  for (const name of ["worker-1", "box", "old"]) say(name, "pve2");
  const preview = await rehearsal.preview("preview-followed");
  expect(problemsOf(preview)).toEqual([]);
  expect(steps(preview).filter((step) => /-vm$/.test(step) && /^(import|replace|delete|update)/.test(step))).toEqual(
    [],
  );
  expect(problemsOf(await rehearsal.up("followed"))).toEqual([]);
  expect(steps(await rehearsal.preview("preview-settled"))).toEqual([]);
});

test("a raised generation recreates it on the host in the stack file", async () => {
  rehearsal.editStack((text) => text.replace(/(worker-1: \{.*host:) \w+/, "$1 pve, generation: 1"));
  expect(problemsOf(await rehearsal.up("anew-elsewhere"))).toEqual([]);
  expect(on("pve2")).not.toContain("worker-1");
  expect(on("pve")).toContain("worker-1");
  // But for what Proxmox refused its administrator above.
  expect(rehearsal.invariants.soFar.filter(({ invariant }) => invariant !== "no-request-refused")).toEqual([]);
});

test("destroy leaves what belongs to somebody else by now, without violating an invariant", async () => {
  const others = administrator(rehearsal);
  // By hand, while nothing runs: ours goes, and somebody takes its id.
  rehearsal.invariants.phase("change", { recovering: true });
  await others.task("POST", "/nodes/pve/qemu/111/status/stop");
  await others.task("DELETE", "/nodes/pve/qemu/111");
  await others.task("POST", "/nodes/pve/qemu", { vmid: 111, name: "nas", virtio0: "local-zfs:1" });
  expect(problemsOf(await rehearsal.preview("preview-taken")).join()).toContain(
    "nodes.worker-1.vmId: belongs to somebody else",
  );
  const plain = ["destroy", "--run-program", "--yes", "--skip-preview", "--non-interactive", "--color", "never"];
  const refused = await rehearsal.pulumi.run(plain);
  expect(refused.status).not.toBe(0);
  expect(`${refused.stdout}${refused.stderr}`).toContain("nodes.worker-1.vmId: belongs to somebody else");
  expect(on("pve")).toEqual(expect.arrayContaining(["nas", "server-1"]));
  expect(problemsOf(await rehearsal.destroy())).toEqual([]);
  expect([on("pve"), on("pve2")]).toEqual([["nas"], []]);
  // What was done by hand above, and nothing else: the invariants take every machine's end and every refusal for the program's.
  expect(rehearsal.invariants.findings().violations.map(({ invariant }) => invariant)).toEqual([
    "no-request-refused",
    "workers-drained",
    "replaced-only-when-asked",
  ]);
});
