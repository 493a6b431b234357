import { NotOursError } from "../../scripts/recover/recover";
import { parseFault } from "../../scripts/rehearsal/fault-argument";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { converges, isWhole, nothingIsLeft } from "../support/convergence";
import { further } from "../support/further";
import { hostClient } from "../support/host-client";
import { endRehearsal, problemsOf, rehearse, smallStack } from "../support/rehearsal";

jest.setTimeout(240_000);

let rehearsal: Rehearsal | undefined;
afterEach(async () => {
  await endRehearsal(rehearsal);
  rehearsal = undefined;
});

/** The small stack with a GPU in its worker, whose mapping the program makes. */
const withGpu = (): string => `${smallStack()}  homelab:gpus:
    rtx:
      node: worker-1
      path: "0000:01:00"
      deviceIds: ["10de:1e82", "10de:10f8"]
      iommuGroup: 1
      subsystemId: "10de:12a5"
`;

test("an engine that is killed again and again still converges, and so does its destroy", async () => {
  const moments = [
    "pulumi-killed:pve/download",
    "pulumi-killed:POST /cluster/mapping/pci",
    "pulumi-killed:ubuntu-noble/create",
    "pulumi-killed:pve/document",
    "pulumi-killed:server-1/clone",
    "pulumi-killed:worker-1/script",
    "pulumi-killed:worker-1/script@2",
    "pulumi-killed:worker-1/destroyed",
  ];
  const rehearsed = (rehearsal = await rehearse("killed", withGpu(), moments.map(parseFault)));
  let last = await rehearsed.up("up-0");
  let kills = 0;
  while (last.result.status === undefined && kills < moments.length) last = await rehearsed.up(`up-${++kills}`);
  expect(problemsOf(last)).toEqual([]);
  // The simulation may have granted the next moment's request in the instant the engine died; then that moment is over.
  expect(kills).toBeGreaterThanOrEqual(moments.length - 3);
  await isWhole(rehearsed);
  expect((await rehearsed.destroy("destroy-killed")).result.status).toBeUndefined();
  expect(problemsOf(await rehearsed.destroy())).toEqual([]);
  nothingIsLeft(rehearsed);
});

test("another cluster's machine on the id that was being created is named and left alone", async () => {
  const rehearsed = (rehearsal = await rehearse("killed-foreign", smallStack(), [
    parseFault("pulumi-killed:worker-1"),
  ]));
  expect((await rehearsed.up()).ok).toBe(false);
  const host = hostClient(rehearsed);
  // What follows is done by hand, while nothing runs: the invariant on replacements must not take it for the program's doing.
  rehearsed.invariants.phase("change", { recovering: true });
  await host.task("DELETE", "/nodes/pve/qemu/111");
  const description = encodeURIComponent("managed-by: homelab/another/worker-1");
  await host.task("POST", `/nodes/pve/qemu?vmid=111&name=worker-1&description=${description}`);
  const before = rehearsed.simulation.proxmox.host("pve").vms.map(({ vmId }) => vmId);

  const refused = rehearsed.up("up-refused");
  await expect(refused).rejects.toThrow(NotOursError);
  await expect(refused).rejects.toThrow("VM 111 on pve is where worker-1 was being created");
  expect(rehearsed.simulation.proxmox.host("pve").vms.map(({ vmId }) => vmId)).toEqual(before);

  await host.task("DELETE", "/nodes/pve/qemu/111");
  await converges(rehearsed);
});

further("an engine killed between deleting and creating a replaced machine leaves nothing half made", async () => {
  const rehearsed = (rehearsal = await rehearse("killed-replacing", smallStack(), [
    parseFault("pulumi-killed:worker-1/clone@2"),
  ]));
  expect(problemsOf(await rehearsed.up())).toEqual([]);
  rehearsed.editStack((text) => text.replace("address: 10.20.0.21 }", "address: 10.20.0.21, generation: 1 }"));
  expect((await rehearsed.up("up-killed")).result.status).toBeUndefined();
  const { deployment } = await rehearsed.exportState();
  const replaced = (deployment.resources ?? []).filter(({ pendingReplacement }) => pendingReplacement === true);
  expect(replaced.map(({ urn }) => urn.split("::").at(-1))).toContain("small-worker-1-vm");
  await converges(rehearsed);
});
