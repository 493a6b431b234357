import { cores, diskGiB, memoryMiB } from "./pools";
import {
  dnsLabel,
  ipAddress,
  labels,
  listOf,
  macAddress,
  mapOf,
  oneOf,
  pveNodeName,
  section,
  storageName,
  subnetName,
  tag,
  taint,
  vmId,
  wholeNumber,
  yesOrNo,
} from "./scalars";

/** The nodes, keyed by host name, so that removing one affects no other. */
export const nodesSchema = mapOf(
  dnsLabel("a name"),
  section({
    role: oneOf(["control-plane", "worker"]).describe("REQUIRED: its role in the cluster."),
    vmId: vmId().describe("REQUIRED: VM id; control planes join in the order of their ids."),
    address: ipAddress().describe("REQUIRED: its static address."),
    host: pveNodeName()
      .optional()
      .describe(
        "OPTIONAL, default the only host: the Proxmox host it runs on; with several hosts, nodes without one are spread " +
          "by role, and stay where they are.",
      ),
    subnet: subnetName().optional().describe("OPTIONAL, default cluster.subnet: the subnet it connects to."),
    cores: cores().optional().describe("OPTIONAL, default the pool's: vCPUs."),
    memoryMiB: memoryMiB().optional().describe("OPTIONAL, default the pool's: memory in MiB."),
    diskGiB: diskGiB().optional().describe("OPTIONAL, default the pool's: disk in GiB; can grow, never shrink."),
    storage: storageName().optional().describe("OPTIONAL, default the pool's: holds its disk."),
    labels: labels()
      .default({})
      .describe("OPTIONAL, default none: added to the pool's; kept up to date on the existing node."),
    taints: listOf(taint(), "taints")
      .default([])
      .describe("OPTIONAL, default none: added to the pool's; kept up to date on the existing node."),
    tags: listOf(tag(), "tags").default([]).describe("OPTIONAL, default none: added to the pool's."),
    macAddress: macAddress()
      .optional()
      .describe("OPTIONAL, default derived from cluster name and vmId: MAC address of its NIC."),
    generation: wholeNumber(0, 1_000_000, "replacements")
      .default(0)
      .describe("OPTIONAL, default 0: raise it by one to replace this node, and only this one."),
    failed: yesOrNo()
      .default(false)
      .describe(
        "OPTIONAL, default false: true for a control plane that will never answer again; the others take it out of etcd.",
      ),
  }),
  "node name: { role, vmId, address }",
);
