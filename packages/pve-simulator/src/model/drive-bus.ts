import type { DriveBus } from "../guest-contract";

/** By `scsihw`; without it QEMU emulates LSI's controller (qemu-server: scsihw_infos). */
const scsiControllers: Readonly<Record<string, DriveBus>> = {
  "virtio-scsi-pci": "virtio_scsi",
  "virtio-scsi-single": "virtio_scsi",
  megasas: "megaraid_sas",
  pvscsi: "vmw_pvscsi",
};

/** What QEMU plugs a drive of this name into: the IDE ports of a q35 machine are those of its AHCI (DriveDevice.pm). */
export function driveBus(name: string, config: Readonly<Record<string, string>>): DriveBus {
  if (name.startsWith("scsi")) return scsiControllers[config["scsihw"] ?? ""] ?? "sym53c8xx";
  const isQ35 = (config["machine"] ?? "").includes("q35");
  return name.startsWith("ide") && !isQ35 ? "ata_piix" : "ahci";
}
