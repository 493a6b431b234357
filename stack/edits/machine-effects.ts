import { DISTRIBUTIONS } from "../../distributions/cluster-schema";
import { distributions } from "../../distributions/registry";
import { inPlace, madeLater, programOnly, refused, replacement, restart } from "../../model/key-effect";
import type { KeyEffects } from "./effects-of-key";

const sizes = {
  cores: restart("Proxmox applies it while the VM is off"),
  memoryMiB: restart("Proxmox applies it while the VM is off"),
  diskGiB: Object.fromEntries(DISTRIBUTIONS.map((name) => [name, distributions[name].diskGrowth])),
};

const told = {
  labels: inPlace("updated on the existing node"),
  taints: inPlace("updated on the existing node"),
  tags: inPlace("in Proxmox only"),
};

const poolEffects = (pool: string): Record<string, KeyEffects> =>
  prefixed(`pools.${pool}`, {
    ...sizes,
    ...told,
    storage: replacement("the disk stays where it was created"),
  });

/** `nodes.*` and `pools.*`: the machines of the cluster. An entry added or removed adds or removes one node. */
const NODE_EFFECTS = prefixed("nodes.*", {
  ...sizes,
  ...told,
  role: refused("a node's role is permanent; remove the node in one edit and add it in the next"),
  vmId: replacement("a VM keeps its id"),
  address: replacement("a node is identified by its address"),
  subnet: replacement("a node is identified by its address"),
  macAddress: replacement("the machine's network configuration finds its NIC by it"),
  storage: replacement("the disk stays where it was created"),
  host: replacement("the program moves no VM; migrate it in Proxmox first, then change host"),
  generation: restart("the node is drained and replaced, and its disk is lost"),
  failed: inPlace("the other control planes take it out of etcd"),
});

/** `vms.*`: VMs outside the cluster; nothing drains them, and there is no generation to raise. */
const OUTSIDE_EFFECTS = prefixed("vms.*", {
  vmId: refused("it would be another VM; remove this entry and add another"),
  host: refused("it would be recreated there without its disk; migrate it in Proxmox, then change host"),
  source: refused("it would be recreated without its disk; remove this entry and add another"),
  state: inPlace("started or shut down; a decommissioned VM must leave the state first"),
  adopt: programOnly("how the VM came into the state"),
  cores: restart("the VM is restarted"),
  memoryMiB: restart("the VM is restarted"),
  diskGiB: inPlace("the disk grows and never shrinks; growing the file system is up to you"),
  storage: refused("the disk stays where it was created; move it in Proxmox"),
  nics: inPlace("NICs are plugged and unplugged while the VM runs"),
  address: madeLater("applied at first boot; change it inside the VM"),
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
  node: restart("both nodes are drained and restarted, the one that loses the GPU first"),
  host: refused("remove the entry and add another"),
  path: inPlace("the mapping changes; the node gets the other device at its next restart"),
  deviceIds: inPlace("the mapping changes; Proxmox compares it at the next start"),
  iommuGroup: inPlace("the mapping changes; Proxmox compares it at the next start"),
  subsystemId: inPlace("the mapping changes; Proxmox compares it at the next start"),
  mapping: restart("the VM gets the device through another mapping"),
  manageMapping: inPlace("the mapping is created or removed"),
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
