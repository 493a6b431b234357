import { everyPrivilege } from "../model/permissions";
import { inPerl } from "./digits";
import { addressFormats, dnsLabelPattern } from "./address-formats";
import { expect, type Format } from "./format";
import { parseSize } from "./size";

/** Named formats of PVE's schema (pve-common, JSONSchema.pm). */

function identifier(kind: string): Format {
  return (id) => {
    return /^[a-z][a-z0-9\-_.]*[a-z0-9]$/i.test(id) ? undefined : `${kind} ID '${id}' contains illegal characters`;
  };
}

function isVolumeId(value: string): boolean {
  return /^[a-z][a-z0-9\-_.]*[a-z0-9]:.+$/i.test(value);
}

function vlanOrRange(value: string): string | undefined {
  const [, first, last] = /^(\p{Nd}+)(?:-(\p{Nd}+))?$/u.exec(value) ?? [];
  if (first === undefined) return `invalid VLAN configuration '${value}'`;
  for (const tag of [first, last]) {
    if (tag !== undefined && (inPerl(tag) < 2 || inPerl(tag) > 4094)) return `invalid VLAN tag '${tag}'`;
  }
  if (last !== undefined && inPerl(first) >= inPerl(last))
    return `VLAN range must go from lower to higher tag '${value}'`;
  return undefined;
}

function hotplugComplaint(value: string): string | undefined {
  if (value === "0" || value === "1") return undefined;
  const stranger = splitList(value).find((part) => !/^(?:network|disk|cpu|memory|usb|cloudinit)$/.test(part));
  return stranger === undefined ? undefined : `invalid hotplug feature '${stranger}'`;
}

/** `3` or `0-3`, not backwards. */
function isRange(part: string): boolean {
  const [, from, to = from] = /^\s*(\p{Nd}+)(?:-(\p{Nd}+))?\s*$/u.exec(part) ?? [];
  return from !== undefined && to !== undefined && inPerl(to) >= inPerl(from);
}

/** Kinds of devices and how many there are of each. */
const bootDisks = { ide: 4, sata: 6, scsi: 31, virtio: 16 };
const bootDevices = { ...bootDisks, net: 32, usb: 14, hostpci: 16 };

function isNumbered(device: string, kinds: Readonly<Record<string, number>>): boolean {
  const [, kind = "", number] = /^([a-z]+)(0|[1-9]\d*)$/.exec(device) ?? [];
  return number !== undefined && Number(number) < (kinds[kind] ?? 0);
}

const scalarFormats = {
  "pve-vmid": expect(
    (v) => /^[1-9][0-9]{2,8}$/.test(v),
    () => "value does not look like a valid VM ID",
  ),
  "pve-node": expect(
    (v) => new RegExp(`^${dnsLabelPattern}$`).test(v),
    () => "value does not look like a valid node name",
  ),
  "pve-storage-id": identifier("storage"),
  "pve-configid": expect(
    (v) => /^[a-z][a-z0-9_-]+$/i.test(v),
    (v) => `invalid configuration ID '${v}'`,
  ),
  "pve-poolid": expect(
    (v) => /^[A-Za-z0-9.\-_]+(?:\/[A-Za-z0-9.\-_]+){0,2}$/.test(v),
    (v) =>
      v.split("/").length > 3
        ? `pool name '${v}' nested too deeply (max levels = 3)`
        : `pool name '${v}' contains invalid characters`,
  ),
  "pve-roleid": expect(
    (v) => /^[A-Za-z0-9.\-_]+$/.test(v),
    (v) => `role name '${v}' contains invalid characters`,
  ),
  "pve-priv": expect(
    (v) => everyPrivilege.includes(v),
    (v) => `invalid privilege '${v}'`,
  ),
  "pve-groupid": expect(
    (v) => /^[A-Za-z0-9.\-_]+$/.test(v),
    (v) => `group name '${v}' contains invalid characters`,
  ),
  "pve-userid": expect(
    (v) => /^[^\s:/]+@[A-Za-z][A-Za-z0-9.\-_]+$/.test(v),
    (v) => `value '${v}' does not look like a valid user name`,
  ),
  "pve-tokenid": expect(
    (v) => /^[^\s:/]+@[A-Za-z][A-Za-z0-9.\-_]+![A-Za-z][A-Za-z0-9.\-_]+$/.test(v),
    (v) => `value '${v}' does not look like a valid token ID`,
  ),
  "pve-ha-resource-id": expect(
    (v) => /^[a-z]+:\S+$/.test(v),
    () => "value does not look like a valid ha resource id",
  ),
  "pve-ha-node": expect(
    (v) => /^[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?::\d+)?$/.test(v),
    () => "value does not look like a valid ha node",
  ),
  "pve-ha-resource-or-vm-id": expect(
    (v) => /^(?:[a-z]+:\S+|\d+)$/.test(v),
    () => "value does not look like a valid ha resource id",
  ),
  "pve-bridge-id": expect(
    (v) => /^[-_.\w]+$/.test(v),
    (v) => `invalid bridge ID '${v}'`,
  ),
  "pve-iface": expect(
    (v) => /^[a-z][a-z0-9_]{1,20}(?:[:.]\d+)?$/i.test(v),
    (v) => `invalid network interface name '${v}'`,
  ),
  "pve-tag": expect(
    (v) => /^[a-z0-9_][a-z0-9_\-+.]*$/i.test(v),
    () => "invalid characters in tag",
  ),
  "pve-storage-content": expect(
    (v) => ["images", "rootdir", "vztmpl", "iso", "backup", "snippets", "none", "import"].includes(v),
    (v) => `invalid content type '${v}'`,
  ),
  "pve-task-status-type": expect(
    (v) => /^(?:ok|error|warning|unknown)$/i.test(v),
    (v) => `invalid status '${v}'`,
  ),
  "pve-volume-id": expect(isVolumeId, (v) => `unable to parse volume ID '${v}'`),
  "pve-volume-id-or-qm-path": expect(
    (v) => v === "none" || v === "cdrom" || v.startsWith("/") || isVolumeId(v),
    (v) => `unable to parse volume ID '${v}'`,
  ),
  "pve-volume-id-or-absolute-path": expect(
    (v) => v.startsWith("/") || isVolumeId(v),
    (v) => `unable to parse volume ID '${v}'`,
  ),
  ...addressFormats,
  "disk-size": expect(
    (v) => parseSize(v) !== undefined,
    (v) => `value does not look like a valid disk size: ${v}`,
  ),
  urlencoded: expect(
    (v) => /^[-%a-zA-Z0-9_.!~*'()]*$/.test(v),
    (v) => `invalid urlencoded string: ${v}`,
  ),
  "pve-startup-order": expect(
    (v) =>
      v !== "" &&
      v !== "0" &&
      v.split(",").every((part) => /^(?:\s*|(?:order=)?\p{Nd}+|(?:up|down)=\p{Nd}+)$/u.test(part)),
    () => "unable to parse startup options",
  ),
  "pve-hotplug-features": hotplugComplaint,
  "pve-cpuset": expect(
    (v) => v.replace(/,+$/, "") === "" || v.replace(/,+$/, "").split(",").every(isRange),
    () => "unable to parse cpuset option",
  ),
  "pve-qm-bootdev": expect(
    (v) => isNumbered(v, bootDevices),
    (v) => `invalid boot device '${v}'`,
  ),
  "pve-qm-bootdisk": expect(
    (v) => isNumbered(v, bootDisks),
    (v) => `invalid boot disk '${v}'`,
  ),
  "pve-phys-bits": expect(
    (v) => v === "host" || (/^\p{Nd}{1,2}$/u.test(v) && inPerl(v) >= 8 && inPerl(v) <= 64),
    () => "value must be an integer between 8 and 64 or 'host'",
  ),
  "pve-vlan-id-or-range": vlanOrRange,
  "storage-pair": expect(
    (v) => /^(?:1|[^:]+(?::[^:]+)?)$/.test(v),
    () => "invalid storage mapping",
  ),
  string: () => undefined,
} satisfies Record<string, Format>;

export type ScalarFormatName = keyof typeof scalarFormats;
export type FormatName = ScalarFormatName | `${ScalarFormatName}-list`;

/** PVE's `split_list`: commas, semicolons, blanks and zero bytes separate. */
export function splitList(value: string): string[] {
  return value.split(/[,;\s\0]+/).filter((part) => part !== "");
}

/** What is wrong with the value, in PVE's words, or nothing. */
export function checkFormat(name: FormatName, value: string): string | undefined {
  if (name in scalarFormats) return scalarFormats[name as ScalarFormatName](value);
  const element = scalarFormats[name.replace(/-list$/, "") as ScalarFormatName];
  for (const part of splitList(value)) {
    const complaint = element(part);
    if (complaint !== undefined) return complaint;
  }
  return undefined;
}
