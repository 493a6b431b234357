import { changedSteps } from "../../scripts/engine/engine-events";
import { parseFault } from "../../scripts/rehearsal/fault-argument";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { rows } from "../support/further";
import { onHosts, onSharedStorage, standingAlone } from "../support/more-hosts";
import { during, endRehearsal, problemsOf, rehearse, smallStack, stackOf } from "../support/rehearsal";

jest.setTimeout(300_000);

const rke2 = `${smallStack()}    server-2: { role: control-plane, vmId: 102, address: 10.20.0.12 }
    server-3: { role: control-plane, vmId: 103, address: 10.20.0.13 }
    worker-2: { role: worker, vmId: 112, address: 10.20.0.22 }\n`;

/** Two GPUs by one mapping, and a bridge where its machines are; control planes find their hosts themselves. */
const besides = `  homelab:gpus:
    rtx-1: { host: pve, node: worker-1, path: "0000:01:00", deviceIds: ["10de:1e82"], iommuGroup: 16, mapping: GPUs }
    rtx-2: { host: pve-2, node: worker-2, path: "0000:02:00", deviceIds: ["10de:1e82"], iommuGroup: 16, mapping: GPUs }
  homelab:vms:
    box-1: { vmId: 301, host: pve, source: none, cores: 1, memoryMiB: 1024, diskGiB: 8, storage: local-zfs, nics: [{ bridge: vmbr9 }] }
    box-2: { vmId: 302, host: pve-2, source: none, cores: 1, memoryMiB: 1024, diskGiB: 8, storage: fast, nics: [{ bridge: vmbr9 }] }
`;

const withGpusAndBridge = (text: string) =>
  `${text}${besides}`
    .replace("subnets:", "bridges: { vmbr9: {} }\n    subnets:")
    .replace(/(server-\d:\n(?: {6}.*\n)*?) {6}host: .*\n/g, "$1");

const withoutGpu = (text: string) => text.replace(/ {2}homelab:gpus:\n(?: {4}.*\n)+/, "");

/** Somebody's, beside the first host. */
const NAS = { name: "nas", vmId: 777, host: "pve-2", config: {} };

interface Stack {
  readonly name: string;
  readonly text: string;
  /** The host that loses its power: in the middle of the first up, and once more when all is there. */
  readonly dies?: { readonly host: string; readonly machine: string };
}

/** Stacks with three control planes, dealt out to hosts that are one Proxmox cluster, but for one that stands alone. */
const stacks = rows<Stack>(
  {
    name: "kubeadm on 3 hosts that share their storage",
    text: onSharedStorage(stackOf("kubeadm-ha"), 3),
    dies: { host: "pve-3", machine: "cp-3" },
  },
  { name: "RKE2 on 2 hosts", text: withGpusAndBridge(onHosts(rke2, 2)) },
  {
    name: "Talos on 3 hosts, of which one stands alone and has the name of another",
    text: standingAlone(onHosts(withoutGpu(stackOf("talos")), 3), "pve-3", "pve"),
  },
);

describe.each(stacks)("$name", ({ name, text, dies }) => {
  let rehearsal: Rehearsal;
  beforeAll(async () => {
    const faults = dies ? [parseFault(`host-down:${dies.host}@2`)] : [];
    rehearsal = await rehearse(`hosts-${name.replace(/ .*/, "")}`, text, faults, {
      others: { machines: dies ? [NAS] : [] },
    });
  });
  afterAll(() => endRehearsal(rehearsal));

  if (dies) {
    it("is refused an id that a foreign guest has on another host of the cluster", async () => {
      rehearsal.editStack((stack) => stack.replace("vmId: 101", `vmId: ${NAS.vmId}`));
      const refused = await rehearsal.preview("preview-elsewhere");
      expect(problemsOf(refused).join()).toContain(
        `vmId: belongs to somebody else, got ${NAS.vmId} (VM "nas" on pve-2, stopped`,
      );
      expect(during(rehearsal, refused).writes).toEqual([]);
      rehearsal.editStack((stack) => stack.replace(`vmId: ${NAS.vmId}`, "vmId: 101"));
    });
  }

  if (dies) {
    it("names the host that goes down during up, refuses to continue without it, and does once it is back", async () => {
      const failed = await rehearsal.up();
      expect(failed.ok).toBe(false);
      expect(problemsOf(failed)[0]).toContain(`proxmox.hosts.${dies.host}: is offline`);
      expect(problemsOf(await rehearsal.up("up-without-a-host")).join()).toContain(
        `proxmox.hosts.${dies.host}: is offline`,
      );
      rehearsal.simulation.proxmox.restorePower();
    });
  }

  it("comes up with every machine on its host, and a second up changes nothing", async () => {
    expect(problemsOf(await rehearsal.up())).toEqual([]);
    for (const { name: machine, host, vmId } of rehearsal.plan.nodes)
      expect(rehearsal.simulation.proxmox.host(host).vms.map((vm) => vm.vmId)).toContain(vmId || machine);
    // A template on a storage that all share is followed like any machine.
    if (dies) await rehearsal.administrator.task("POST", "/nodes/pve/qemu/9000/migrate", { target: "pve-2" });
    const preview = await rehearsal.preview();
    expect(problemsOf(preview)).toEqual([]);
    expect(changedSteps(preview.result.events)).toEqual([]);
    if (dies) expect(preview.result.stdout).toContain("was found on pve-2, not on pve: machines are cloned from there");
  });

  if (dies) {
    it("keeps quorum without a host, refuses changes there before any write, and makes them later", async () => {
      await rehearsal.simulation.proxmox.losePower(dies.host);
      const preview = await rehearsal.preview("preview-without-a-host");
      expect(problemsOf(preview)).toEqual([]);
      expect(preview.result.stdout).toContain(`proxmox.hosts.${dies.host}: is offline, and with it ${dies.machine}`);
      rehearsal.editStack((text) =>
        text.replace(`    ${dies.machine}:\n`, `    ${dies.machine}:\n      tags: [rack-3]\n`),
      );
      const refused = await rehearsal.up("up-of-a-machine-there");
      expect(problemsOf(refused).join()).toContain(`nodes.${dies.machine}.tags: would change ${dies.machine}`);
      expect(during(rehearsal, refused).writes).toEqual([]);
      rehearsal.simulation.proxmox.restorePower();
      expect(problemsOf(await rehearsal.up("up-when-it-is-back"))).toEqual([]);
      expect(rehearsal.invariants.soFar).toEqual([]);
    });
  }

  it("leaves nothing behind", async () => {
    expect(problemsOf(await rehearsal.destroy())).toEqual([]);
    expect(rehearsal.invariants.findings().violations).toEqual([]);
  });
});
