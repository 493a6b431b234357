import { z } from "zod";
import { cores, diskGiB, memoryMiB } from "./pools";
import {
  bridgeName,
  dnsLabel,
  freeText,
  ipAddress,
  listOf,
  macAddress,
  mapOf,
  matching,
  oneOf,
  pveNodeName,
  section,
  storageName,
  subnetName,
  tag,
  vmId,
  wholeNumber,
  yesOrNo,
} from "./scalars";

const sourceError = {
  error: "must be image, none, { clone: 900 } and { iso: local:iso/file.iso }; choose one of them",
};

const nic = section({
  subnet: subnetName().optional().describe("REQUIRED without bridge: the subnet it connects to."),
  bridge: bridgeName()
    .optional()
    .describe("REQUIRED without subnet: the bridge it connects to; untagged unless vlan is set."),
  vlan: wholeNumber(1, 4094, "VLAN id").optional().describe("OPTIONAL, default untagged: VLAN id on the bridge."),
  macAddress: macAddress()
    .optional()
    .describe("OPTIONAL, default derived from cluster name, vmId and position: MAC address."),
});

/** VMs outside the cluster, by name. */
export const vmsSchema = mapOf(
  dnsLabel("a name"),
  section({
    vmId: vmId().describe("REQUIRED: VM id."),
    host: pveNodeName().optional().describe("OPTIONAL, default the only host: the Proxmox host it runs on."),
    state: oneOf(["running", "stopped", "decommissioned"])
      .default("running")
      .describe("OPTIONAL, default running: whether it runs. A decommissioned VM is never touched by the program."),
    source: z
      .union([z.enum(["image", "none"]), section({ clone: vmId() }), section({ iso: isoFile() })], sourceError)
      .default("none")
      .describe("OPTIONAL, default none: image (the template), a VM to clone, or an ISO for a manual installation."),
    adopt: yesOrNo()
      .default(false)
      .describe(
        "OPTIONAL, default false: takes over an existing VM. cores, memoryMiB and state, and onBoot and startup.order " +
          "if set, are applied, and the preview shows what changes. Everything else is left alone, disks and NICs " +
          "included: here they only count towards capacity and reachability.",
      ),
    cores: cores().optional().describe("REQUIRED unless decommissioned: vCPUs."),
    memoryMiB: memoryMiB().optional().describe("REQUIRED unless decommissioned: memory in MiB."),
    diskGiB: diskGiB().optional().describe("REQUIRED unless decommissioned: disk in GiB; can grow, never shrink."),
    storage: storageName().optional().describe("REQUIRED unless decommissioned: holds its disk."),
    nics: listOf(nic, "NICs")
      .max(32, { error: "must be 32 NICs at most, as Proxmox has them; remove some" })
      .default([])
      .describe("OPTIONAL, default none: its NICs, in order."),
    address: ipAddress()
      .optional()
      .describe("OPTIONAL, default by DHCP: its address on the first NIC; set by cloud-init if the source is image."),
    protect: yesOrNo()
      .optional()
      .describe("OPTIONAL, default false, true for an adopted VM: neither up nor destroy deletes it."),
    onBoot: yesOrNo().optional().describe("OPTIONAL, default true for a running VM: start it with the host."),
    startup: section({
      order: wholeNumber(0, 10_000, "places")
        .optional()
        .describe("OPTIONAL, default 1 for a gateway, else 5: its position in the start order; nodes have 10 and 20."),
      upDelaySeconds: wholeNumber(0, 86_400, "seconds")
        .default(5)
        .describe("OPTIONAL, default 5: wait before the next one starts."),
      downDelaySeconds: wholeNumber(0, 86_400, "seconds")
        .default(60)
        .describe("OPTIONAL, default 60: time to shut down."),
    })
      .prefault({})
      .describe("OPTIONAL, default as below: when it starts and stops with the host."),
    machineType: oneOf(["pc", "q35"])
      .default("pc")
      .describe("OPTIONAL, default pc: the machine type, as Proxmox spells it."),
    osType: oneOf(["l26", "l24", "other", "win10", "win11", "solaris"])
      .default("l26")
      .describe("OPTIONAL, default l26 (Linux): the guest system that Proxmox optimizes for."),
    tags: listOf(tag(), "tags")
      .default([])
      .describe("OPTIONAL, default none: tags in Proxmox, in addition to the cluster's name."),
    description: freeText().optional().describe("OPTIONAL, default none: shown in Proxmox."),
  }),
  "machine name: { vmId, cores, memoryMiB, diskGiB, storage, nics }",
);

function isoFile() {
  return matching(
    /^[A-Za-z][\w.-]*[A-Za-z0-9]:iso\/[\w+-][\w.+-]*\.(iso|img)$/i,
    "must be an ISO on a storage",
    "write it as local:iso/file.iso",
    "local:iso/file.iso",
  );
}
