import { DISTRIBUTIONS } from "../../distributions/cluster-schema";
import { distributions } from "../../distributions/registry";
import { inPlace, type KeyEffects, madeLater, programOnly, refused, replacement, restart } from "./effect";

const sizes = {
  cores: restart("Proxmox changes it while the machine is off"),
  memoryMiB: restart("Proxmox changes it while the machine is off"),
  diskGiB: Object.fromEntries(DISTRIBUTIONS.map((name) => [name, distributions[name].diskGrowth])),
};

const told = {
  labels: inPlace("kept true on the existing node"),
  taints: inPlace("kept true on the existing node"),
  tags: inPlace("in Proxmox only"),
};

const poolEffects = (pool: string): Record<string, KeyEffects> =>
  prefixed(`pools.${pool}`, {
    ...sizes,
    ...told,
    storage: replacement("the disk is where it was made"),
  });

/** `nodes.*` and `pools.*`: the machines of the cluster. An entry added or removed adds or removes one node. */
const NODE_EFFECTS = prefixed("nodes.*", {
  ...sizes,
  ...told,
  role: refused("a node is a control plane or a worker for life; remove it in one edit and add it in the next"),
  vmId: replacement("a machine keeps its id"),
  address: replacement("a node is known by its address"),
  subnet: replacement("a node is known by its address"),
  macAddress: replacement("the machine's network configuration finds its NIC by it"),
  storage: replacement("the disk is where it was made"),
  host: replacement("a machine stays where it is; or migrate it in Proxmox first, and write down where it is"),
  generation: restart("the machine is drained and replaced, and nothing of its disk is kept"),
  failed: inPlace("the other control planes take it out of etcd"),
});

/** `vms.*`: VMs outside the cluster; nothing drains them, and there is no generation to raise. */
const OUTSIDE_EFFECTS = prefixed("vms.*", {
  vmId: refused("it would be another VM; remove this entry and add another"),
  host: refused("it would be made anew there, without its disk; migrate it in Proxmox, and write down where it is"),
  source: refused("it would be made anew, without its disk; remove this entry and add another"),
  state: inPlace("started or shut down; decommissioned ones leave the state first"),
  adopt: programOnly("how the machine came into the state"),
  cores: restart("the VM is restarted"),
  memoryMiB: restart("the VM is restarted"),
  diskGiB: inPlace("the disk grows and never shrinks; its file system is the VM's own business"),
  storage: refused("the disk is where it was made; move it in Proxmox"),
  nics: inPlace("NICs are plugged and unplugged while the VM runs"),
  address: madeLater("told at the first boot; change it in the VM"),
  protect: programOnly("whether up and destroy may delete it"),
  onBoot: inPlace("in Proxmox only"),
  "startup.order": inPlace("in Proxmox only"),
  "startup.upDelaySeconds": inPlace("in Proxmox only"),
  "startup.downDelaySeconds": inPlace("in Proxmox only"),
  machineType: restart("the VM is restarted"),
  osType: restart("the VM is restarted"),
  tags: inPlace("in Proxmox only"),
  description: inPlace("in Proxmox only"),
});

/** `gpus.*`: a GPU, and who holds it. */
const GPU_EFFECTS = prefixed("gpus.*", {
  node: restart("both nodes are drained and restarted, first the one that gives the GPU away"),
  host: refused("remove the entry and add another"),
  path: inPlace("the mapping changes; the node has the other device after its next restart"),
  deviceIds: inPlace("the mapping changes; Proxmox compares it at the next start"),
  iommuGroup: inPlace("the mapping changes; Proxmox compares it at the next start"),
  subsystemId: inPlace("the mapping changes; Proxmox compares it at the next start"),
  mapping: restart("the machine gets the device through another mapping"),
  manageMapping: inPlace("the mapping is made or removed"),
  ...told,
});

export const MACHINE_EFFECTS: Readonly<Record<string, KeyEffects>> = {
  ...NODE_EFFECTS,
  ...poolEffects("controlPlane"),
  ...poolEffects("worker"),
  ...OUTSIDE_EFFECTS,
  ...GPU_EFFECTS,
};

function prefixed(prefix: string, effects: Readonly<Record<string, KeyEffects>>): Record<string, KeyEffects> {
  return Object.fromEntries(Object.entries(effects).map(([key, effect]) => [`${prefix}.${key}`, effect]));
}
