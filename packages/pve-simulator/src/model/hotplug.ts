import { parsePropertyString } from "../schema/property-string";
import { splitList } from "../schema/formats";
import { agentFormat } from "../tables/option-formats";
import { bootOrder, type Drive, isCdrom, isCloudInit, isDrive, parseDrive } from "./drive";
import type { Vm } from "./vm";

/** What a running machine takes at once (qemu-server 9.1, `vmconfig_hotplug_pending`); the rest waits for its next start. */

/** Taken whatever else is: nothing of it reaches the machine. */
const fast = new Set(
  [
    "description hookscript lock migrate_downtime migrate_speed name onboot protection shares startup tags vmstatestorage",
    "cicustom cipassword citype ciuser ciupgrade nameserver searchdomain sshkeys",
  ].flatMap((names) => names.split(" ")),
);

export function isFast(option: string): boolean {
  return fast.has(option) || /^ipconfig\d+$/.test(option);
}

/** Parts of a drive that QEMU cannot change while the disk is in use. */
const fixedWhileRunning = ["aio", "cache", "discard", "iothread", "product", "queues", "ro", "ssd", "vendor"];

/** A change is taken, waits, or fails in these words. */
export type Plugged = "taken" | "waits" | { readonly problem: string };

/** The kinds of devices that `hotplug` of the machine allows; by default network, disk and usb. */
function features({ config }: Vm): ReadonlySet<string> {
  const value = config["hotplug"] ?? "1";
  return new Set(splitList(value === "1" ? "network,disk,usb" : value));
}

/** Old QEMU and old guests do not take USB devices while they run. */
function takesUsb(vm: Vm): boolean {
  return features(vm).has("usb") && /^(?:l26|win(?:8|10|11))$/.test(vm.config["ostype"] ?? "");
}

const taken = (is: boolean): Plugged => (is ? "taken" : "waits");

/** What becomes of an option that is removed. */
export function plugOut(vm: Vm, option: string): Plugged {
  const has = (feature: string) => features(vm).has(feature);
  if (isFast(option) || option === "cpuunits" || option === "cpulimit") return "taken";
  if (option === "hotplug") return taken(!/cpu|memory/.test(vm.config["hotplug"] ?? ""));
  if (option === "tablet") return taken(has("usb"));
  if (/^usb\d+$/.test(option)) return taken(takesUsb(vm));
  if (option === "vcpus") return taken(has("cpu"));
  if (option === "balloon") return taken(vm.config["balloon"] !== "0");
  if (option === "memory") return taken(has("memory"));
  if (/^net\d+$/.test(option)) return has("network") ? unplugged(vm, option) : "waits";
  if (!isDrive(option) || !has("disk") || /^(?:efidisk|ide|sata|tpmstate)/.test(option)) return "waits";
  return unplugged(vm, option);
}

/** A device in the boot order is never taken out of a running machine (`vm_deviceunplug`). */
function unplugged(vm: Vm, option: string): Plugged {
  const bootDisks = (bootOrder(vm.config) ?? []).filter(isDrive);
  return bootDisks.includes(option) ? { problem: `can't unplug bootdisk '${option}'` } : "taken";
}

/** What becomes of an option that gets a value. */
export function plugIn(vm: Vm, option: string, value: string): Plugged {
  const has = (feature: string) => features(vm).has(feature);
  if (isFast(option) || option === "cpuunits" || option === "cpulimit") return "taken";
  if (option === "hotplug") return taken(!/cpu|memory/.test(`${value} ${vm.config["hotplug"] ?? ""}`));
  if (option === "tablet") return taken(has("usb"));
  if (/^usb\d+$/.test(option)) return taken(takesUsb(vm));
  if (option === "vcpus") return taken(has("cpu"));
  if (option === "balloon") return taken((vm.config["balloon"] === "0") === (value === "0"));
  if (option === "memory") return taken(has("memory"));
  if (option === "agent") return taken(onlyTrims(vm.config["agent"], value));
  if (/^net\d+$/.test(option)) return taken(has("network"));
  return isDrive(option) && !/^(?:efidisk|tpmstate)/.test(option)
    ? plugDrive(vm, option, parseDrive(option, value))
    : "waits";
}

/** The agent's device is there or not; trimming cloned disks is Proxmox' own business. */
function onlyTrims(before: string | undefined, value: string): boolean {
  if (before === undefined) return false;
  const device = (text: string) => {
    const { enabled, fstrim_cloned_disks: _, ...others } = parsePropertyString(agentFormat, text);
    return JSON.stringify(enabled === "1" ? Object.entries(others).sort() : undefined);
  };
  return device(before) === device(value);
}

function plugDrive(vm: Vm, option: string, drive: Drive): Plugged {
  const old = vm.config[option];
  const disk = features(vm).has("disk");
  const isPlugged = disk && !/^(?:ide|sata)/.test(option);
  if (old === undefined) return taken(isPlugged);
  const before = parseDrive(option, old);
  if (isCdrom(before) !== isCdrom(drive)) return { problem: "unable to change media type" };
  if (isCdrom(before)) return "taken";
  if (before["file"] === drive["file"]) return taken(fixedWhileRunning.every((key) => before[key] === drive[key]));
  if (!disk) return "waits";
  const out = unplugged(vm, option);
  if (out !== "taken") return out;
  return isPlugged ? "taken" : { problem: `can't unplug device '${option}'` };
}

/** A new cloud-init drive is plugged after everything else, for it is written from that. */
export function comesLast(option: string, value: string): boolean {
  return isDrive(option) && isCloudInit(parseDrive(option, value));
}
