import { changedSteps, driftOf } from "../../scripts/engine/engine-events";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { administrator } from "../support/host-client";
import { during, endRehearsal, problemsOf, rehearse, stackOf } from "../support/rehearsal";

jest.setTimeout(120_000);

let rehearsal: Rehearsal;
beforeAll(async () => {
  rehearsal = await rehearse("walled", stackOf("walled"));
});
afterAll(() => endRehearsal(rehearsal));

const vms = () => new Map(rehearsal.simulation.proxmox.host("pve").vms.map((vm) => [vm.name, vm]));

test("the first preview adopts what exists without changing it", async () => {
  const preview = await rehearsal.preview("preview-first");
  const steps = changedSteps(preview.result.events).filter(({ urn }) => urn.endsWith("::walled-assistant-vm"));
  expect(steps.map(({ op }) => op)).toEqual(["import"]);
});

test("a cluster comes up on a VLAN behind a firewall VM of the same stack", async () => {
  expect(problemsOf(await rehearsal.up())).toEqual([]);
  const starts = rehearsal.simulation.context.events.all.flatMap((event) =>
    event.kind === "machine" && event.change === "starting" ? [event.machine] : [],
  );
  expect(starts[0]).toBe("pfsense");
  expect(starts).not.toContain("devvm");
});

test("every machine has the NICs, storage and state of its entry", () => {
  const { config } = vms().get("pfsense") ?? {};
  expect(config).toMatchObject({ onboot: "1", startup: "order=1,up=5,down=60", ostype: "other" });
  expect([config?.["net0"], config?.["net1"], config?.["net2"]]).toEqual([
    expect.stringContaining("bridge=vmbr0"),
    expect.stringMatching(/bridge=vmbr1,.*tag=10/),
    expect.stringMatching(/bridge=vmbr1,.*tag=20/),
  ]);
  expect(vms().get("devvm")?.config).toMatchObject({ boot: "order=virtio0;ide3" });
  expect(vms().get("devvm")).toMatchObject({ running: undefined, config: { onboot: "0" } });
  expect(rehearsal.simulation.machines.machine("registry")?.addresses).toEqual(["10.21.0.9"]);
  expect(vms().get("copy")?.config).toMatchObject({
    boot: "order=virtio0;ide2;net0;ide3",
    memory: "1024",
    net0: expect.stringMatching(/bridge=vmbr1,.*tag=10/) as string,
    virtio0: expect.stringContaining("size=8G") as string,
  });
});

test("an existing machine is adopted as it is", () => {
  const before = rehearsal.simulation.context.spec.machines?.find(({ name }) => name === "assistant");
  expect(vms().get("assistant")?.config).toMatchObject(before?.config ?? {});
  const writes = rehearsal.simulation.context.events.all.filter(
    (event) => event.kind === "request" && event.method !== "GET" && event.path.includes("/qemu/103"),
  );
  expect(writes).toEqual([]);
});

test("a second preview shows no change, and a refresh no drift", async () => {
  const preview = await rehearsal.preview();
  expect(changedSteps(preview.result.events)).toEqual([]);
  const refresh = await rehearsal.refresh({ previewOnly: true });
  expect(driftOf(refresh.result.events)).toEqual([]);
});

test("an adopted machine then follows its entry, in what the entry sets", async () => {
  const { config: before } = vms().get("assistant") ?? {};
  rehearsal.editStack((text) => text.replace(/(adopt: true,\s+cores: 2,\s+memoryMiB:) 2048/, "$1 3072"));
  const change = await rehearsal.up("resize-adopted");
  expect(problemsOf(change)).toEqual([]);
  expect(during(rehearsal, change).touched).toEqual(["assistant"]);
  const { config: after } = vms().get("assistant") ?? {};
  expect(after).toEqual({ ...before, memory: "3072", balloon: "0" });
});

test("foreign disks stay on VMs outside the cluster whose root disk grows, before and after a refresh", async () => {
  const others = administrator(rehearsal);
  const volume = (name: string) =>
    others.post<string>(`/nodes/pve/storage/local-zfs/content?filename=${name}&vmid=9999&size=8G`);
  await others.task("PUT", "/nodes/pve/qemu/102/config", { scsi1: await volume("vm-9999-disk-0") });
  await others.task("PUT", "/nodes/pve/qemu/220/config", { scsi1: await volume("vm-9999-pvc-1") });
  rehearsal.editStack((text) => text.replace("diskGiB: 16,", "diskGiB: 18,").replace(/^( {8}diskGiB:) 20,/m, "$1 22,"));
  expect(problemsOf(await rehearsal.refresh())).toEqual([]);
  expect(problemsOf(await rehearsal.up("grow-outside"))).toEqual([]);
  for (const [name, size] of [
    ["devvm", "18G"],
    ["registry", "22G"],
  ] as const) {
    expect(vms().get(name)?.config["virtio0"]).toContain(`size=${size}`);
    expect(vms().get(name)?.config["scsi1"]).toContain("vm-9999-");
  }
});

test("destroy refuses to delete a disk that somebody added to a machine of the stack", async () => {
  const added = "/nodes/pve/qemu/102/config";
  await administrator(rehearsal).task("PUT", added, { scsi2: "local-zfs:4" });
  expect(problemsOf(await rehearsal.destroy("destroy-refused")).join()).toMatch(
    /devvm: disk scsi2 .* would be deleted with VM 102/,
  );
  await administrator(rehearsal).task("PUT", added, { delete: "scsi2" });
  await administrator(rehearsal).task("PUT", added, { delete: "unused0" });
});

test("destroy succeeds, and leaves protected and adopted machines with their bridge, and the decommissioned one", async () => {
  expect(problemsOf(await rehearsal.destroy())).toEqual([]);
  expect([...vms().keys()].sort()).toEqual([
    "assistant",
    "pfsense",
    "registry",
    "template-900",
    "truenas",
    "ubuntu-noble",
  ]);
  expect(vms().get("pfsense")?.running).toBeDefined();
  expect(rehearsal.simulation.proxmox.host("pve").bridges.map(({ name }) => name)).toEqual(["vmbr0", "vmbr1"]);
  expect(rehearsal.leftovers).toEqual([]);
  expect(rehearsal.invariants.findings().violations).toEqual([]);
});
