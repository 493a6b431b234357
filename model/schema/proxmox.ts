import { z } from "zod";
import {
  bridgeName,
  endpointUrl,
  hostNameOrAddress,
  listOf,
  mapOf,
  networkInterface,
  oneOf,
  pveNodeName,
  section,
  storageName,
  tcpPort,
  userName,
  vmId,
  wholeNumber,
  yesOrNo,
} from "./scalars";

const share = (what: string) =>
  z
    .number({ error: "must be a factor from 1 to 8; write it as 1.25" })
    .min(1, { error: "must be a factor from 1 to 8; leave it out to disable overcommit" })
    .max(8, { error: "must be a factor from 1 to 8; write it as 1.25" })
    .default(1)
    .describe(`OPTIONAL, default 1: factor by which machines may exceed a host's ${what} (after its reserve).`);

/** Keys of every storage. `content` has PVE's names (pvesm(1)). */
const content = () =>
  listOf(oneOf(["images", "import", "snippets", "iso", "vztmpl", "rootdir", "backup"]), "content types")
    .min(1, { error: "must be at least one content type; write those of Datacenter > Storage" })
    .describe("REQUIRED: content types enabled on it (Datacenter > Storage > Content).");
const capacityGiB = () => wholeNumber(1, 10_000_000, "GiB").describe("REQUIRED: its size in GiB.");

const SHARED_TYPES = ["nfs", "cifs", "cephfs", "rbd", "lvm", "zfs", "dir"] as const;

/** A storage of one host. */
const storage = section({
  type: z
    .enum(["zfspool", "lvmthin", "lvm", "dir", "btrfs"], {
      error: ({ input }) =>
        SHARED_TYPES.some((type) => type === input)
          ? "must be zfspool, lvmthin, lvm, dir, btrfs here; declare what several hosts share once, in proxmox.storages"
          : "must be zfspool, lvmthin, lvm, dir, btrfs; choose one of them",
    })
    .describe("REQUIRED: type of storage, as Proxmox spells it."),
  content: content(),
  capacityGiB: capacityGiB(),
});

/** A storage shared by several hosts. */
const sharedStorage = section({
  type: oneOf(SHARED_TYPES).describe(
    "REQUIRED: type of storage, as Proxmox spells it; lvm is LVM on a shared LUN, zfs is ZFS over iSCSI, dir is a " +
      "mounted cluster file system.",
  ),
  content: content(),
  capacityGiB: capacityGiB(),
  hosts: listOf(pveNodeName(), "hosts")
    .min(1, { error: "must be at least one host; leave it out for all" })
    .optional()
    .describe("OPTIONAL, default all: the hosts that have access to it."),
});

const host = section({
  node: pveNodeName()
    .optional()
    .describe(
      "OPTIONAL, default its name here: what Proxmox calls it, where two hosts that stand alone are called alike, e.g. " +
        "both pve; fixed once it has something of the stack.",
    ),
  address: hostNameOrAddress().describe("REQUIRED: its address for SSH."),
  endpoint: endpointUrl()
    .optional()
    .describe(
      "OPTIONAL, default proxmox.endpoint: its own Proxmox API, if it is not in the same Proxmox cluster; its token is " +
        "a line of homelab:proxmoxTokens.",
    ),
  insecure: yesOrNo()
    .optional()
    .describe("OPTIONAL, default proxmox.insecure: true accepts any certificate of its own endpoint."),
  threads: wholeNumber(1, 4096, "CPU threads").describe("REQUIRED: CPU threads of the host."),
  memoryMiB: wholeNumber(1024, 67_108_864, "MiB").describe("REQUIRED: memory of the host in MiB."),
  reserve: section({
    memoryMiB: wholeNumber(0, 67_108_864, "MiB")
      .default(2048)
      .describe("OPTIONAL, default 2048: memory kept for Proxmox and ZFS in MiB."),
    threads: wholeNumber(0, 4096, "CPU threads").default(0).describe("OPTIONAL, default 0: threads kept for Proxmox."),
  })
    .prefault({})
    .describe("OPTIONAL, default as below: resources reserved for the host itself."),
  bridges: listOf(bridgeName(), "bridges").describe("REQUIRED: existing bridges; never managed here."),
  managementInterfaces: listOf(networkInterface(), "network interfaces")
    .default([])
    .describe(
      "OPTIONAL, default none: network interfaces that carry the existing bridges; needed before another interface may " +
        "be used as a port.",
    ),
  interfaceMtus: mapOf(networkInterface(), wholeNumber(1280, 65_520, "bytes"), "network interface: bytes")
    .default({})
    .describe(
      "OPTIONAL, default none: MTU of the host's network interfaces, where it is not 1500. Never managed here; a " +
        "bridge's mtu must not exceed that of its ports.",
    ),
  storages: mapOf(storageName(), storage, "storage: { type, content, capacityGiB }")
    .default({})
    .describe("REQUIRED unless it has only shared ones: its local storages, by name."),
  sshPort: tcpPort().optional().describe("OPTIONAL, default proxmox.ssh.port: port of this host's SSH."),
  diskStorage: storageName()
    .optional()
    .describe(
      "OPTIONAL, default the pool's storage and template.diskStorage: holds the disks of nodes and template on this " +
        "host, if its storage has a different name.",
    ),
  templateVmId: vmId()
    .optional()
    .describe(
      "OPTIONAL, default template.vmId: VM id of this host's copy of the template; needed with several hosts, unless " +
        "template.diskStorage is shared: then one template serves all hosts that have no copy.",
    ),
});

/** How to reach Proxmox VE, and what its hosts have. */
export const proxmoxSchema = section({
  endpoint: endpointUrl().describe("REQUIRED: the Proxmox API."),
  insecure: yesOrNo().default(false).describe("OPTIONAL, default false: true accepts any certificate."),
  cloneConcurrency: wholeNumber(1, 16, "machines cloned at the same time")
    .default(3)
    .describe(
      "OPTIONAL, default 3: how many machines are cloned at the same time on one storage; Proxmox hands out its disks one by one.",
    ),
  overcommit: section({ memory: share("memory"), threads: share("CPU"), disk: share("disk") })
    .prefault({})
    .describe("OPTIONAL, default 1 each: allows machines to exceed what a host has."),
  ssh: section({
    user: userName()
      .default("root")
      .describe("OPTIONAL, default root: the user that uploads them; any other user needs passwordless sudo for tee."),
    port: tcpPort().default(22).describe("OPTIONAL, default 22: port of SSH on the hosts."),
  })
    .prefault({})
    .describe("OPTIONAL, default as below: how cloud-init documents reach the host."),
  storages: mapOf(storageName(), sharedStorage, "storage: { type, content, capacityGiB }")
    .default({})
    .describe("OPTIONAL, default none: storages shared by several hosts, each declared and counted once."),
  hosts: mapOf(pveNodeName(), host, "host name: { address, threads, memoryMiB, bridges, storages }").describe(
    "REQUIRED: the hypervisors, by Proxmox node name (see node), unique in the stack.",
  ),
});
