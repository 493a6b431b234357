import { changedSteps } from "../../scripts/engine/engine-events";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { onHosts, onSharedStorage, standingAlone } from "../support/more-hosts";
import { endRehearsal, problemsOf, rehearse, smallStack, stackOf } from "../support/rehearsal";

jest.setTimeout(300_000);

const rke2 = `${smallStack()}    server-2: { role: control-plane, vmId: 102, address: 10.20.0.12 }
    server-3: { role: control-plane, vmId: 103, address: 10.20.0.13 }
    worker-2: { role: worker, vmId: 112, address: 10.20.0.22 }\n`;

/** Two cards by one mapping, and a bridge where its machines are; control planes find their hosts themselves. */
const besides = `  homelab:gpus:
    card-1: { host: pve, node: worker-1, path: "0000:01:00", deviceIds: ["10de:1e82"], iommuGroup: 16, mapping: cards }
    card-2: { host: pve-2, node: worker-2, path: "0000:02:00", deviceIds: ["10de:1e82"], iommuGroup: 16, mapping: cards }
  homelab:machines:
    box-1: { vmId: 301, host: pve, source: none, cores: 1, memoryMiB: 1024, diskGiB: 8, storage: local-zfs, nics: [{ bridge: vmbr9 }] }
    box-2: { vmId: 302, host: pve-2, source: none, cores: 1, memoryMiB: 1024, diskGiB: 8, storage: fast, nics: [{ bridge: vmbr9 }] }
`;

const withCardsAndBridge = (text: string) =>
  `${text}${besides}`
    .replace("subnets:", "bridges: { vmbr9: {} }\n    subnets:")
    .replace(/(server-\d:\n(?: {6}.*\n)*?) {6}host: .*\n/g, "$1");

const withoutGpu = (text: string) => text.replace(/ {2}homelab:gpus:\n(?: {4}.*\n)+/, "");

/** Stacks with three control planes, dealt out to hosts that are one Proxmox cluster, but for one that stands alone. */
const stacks = [
  { name: "RKE2 on 2 hosts", text: withCardsAndBridge(onHosts(rke2, 2)) },
  { name: "kubeadm on 3 hosts that share their storage", text: onSharedStorage(stackOf("kubeadm-ha"), 3) },
  {
    name: "Talos on 3 hosts, of which one stands alone",
    text: standingAlone(onHosts(withoutGpu(stackOf("talos")), 3), "pve-3"),
  },
];

describe.each(stacks)("$name", ({ name, text }) => {
  let rehearsal: Rehearsal;
  beforeAll(async () => {
    rehearsal = await rehearse(`hosts-${name.replace(/ .*/, "")}`, text);
  });
  afterAll(() => endRehearsal(rehearsal));

  it("comes up with every machine on its host, changes nothing the second time, and leaves nothing behind", async () => {
    expect(problemsOf(await rehearsal.up())).toEqual([]);
    for (const { name: machine, host, vmId } of rehearsal.plan.machines)
      expect(rehearsal.world.proxmox.host(host).vms.map((vm) => vm.vmId)).toContain(vmId || machine);
    const preview = await rehearsal.preview();
    expect(problemsOf(preview)).toEqual([]);
    expect(changedSteps(preview.result.events)).toEqual([]);
    expect(problemsOf(await rehearsal.destroy())).toEqual([]);
    expect(rehearsal.laws.verdict().broken).toEqual([]);
  });
});
