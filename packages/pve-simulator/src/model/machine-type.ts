import { failure } from "../errors";
import { parsePropertyString } from "../schema/property-string";
import { vgaFormat } from "../tables/device-formats";
import { machineFormat } from "../tables/option-formats";

/** The QEMU of the hosts, by major and minor version. */
export const qemuVersion = "10.1";

/** Refuses what is right key by key but not together: of the machine (Machine.pm) and of the display (QemuServer.pm). */
export function checkTogether(option: string, value: string): void {
  if (option === "machine") checkMachine(value);
  if (option === "vga") checkVga(value);
}

function checkMachine(value: string): void {
  const { type, viommu, "aw-bits": bits } = parsePropertyString(machineFormat, value);
  if (viommu === "intel" && type?.includes("q35") !== true)
    throw failure("to use Intel vIOMMU please set the machine type to q35");
  if (viommu === "intel" && bits !== undefined && !["39", "48"].includes(bits))
    throw failure("Intel vIOMMU supports only 39 or 48 bits as address width");
  if (bits !== undefined && viommu === undefined) throw failure("cannot set aw-bits if no vIOMMU is configured");
}

export function checkVga(value: string): void {
  const { clipboard, type } = parsePropertyString(vgaFormat, value);
  if (clipboard === "vnc" && type !== undefined && !/^(?:std|cirrus|vmware|virtio|qxl)/.test(type))
    throw failure(`vga type ${type} is not compatible with VNC clipboard`);
}

/** The machine with its version, where the guest is Windows and no version is chosen. */
export function pinnedMachine(machine: string | undefined, osType: string | undefined): string | undefined {
  if (!/^(?:wxp|w2k|w2k3|w2k8|wvista|win\d+)$/.test(osType ?? "")) return undefined;
  const { type = "pc", ...others } = parsePropertyString(machineFormat, machine ?? "");
  if (type !== "pc" && type !== "q35") return undefined;
  const pinned = type === "q35" ? `pc-q35-${qemuVersion}` : `pc-i440fx-${qemuVersion}`;
  return [pinned, ...Object.entries(others).map(([key, value]) => `${key}=${value}`)].join(",");
}
