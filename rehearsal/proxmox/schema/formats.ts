import { addressFormats, dnsLabel } from "./address-formats";
import { expect, type Format } from "./format";
import { parseSize } from "./size";

/** Named formats of PVE's schema (pve-common, JSONSchema.pm). */

function identifier(kind: string): Format {
  return (id) => {
    if (id.length < 2) return `${kind} ID '${id}' cannot be shorter than 2 characters`;
    return /^[a-z][a-z0-9\-_.]*[a-z0-9]$/i.test(id) ? undefined : `${kind} ID '${id}' contains illegal characters`;
  };
}

function isVolumeId(value: string): boolean {
  return /^[a-z][a-z0-9\-_.]*[a-z0-9]:.+$/i.test(value);
}

function vlanOrRange(value: string): string | undefined {
  const [, first, last] = /^(\d+)(?:-(\d+))?$/.exec(value) ?? [];
  if (first === undefined) return `invalid VLAN configuration '${value}'`;
  for (const tag of [first, last]) {
    if (tag !== undefined && (Number(tag) < 2 || Number(tag) > 4094)) return `invalid VLAN tag '${tag}'`;
  }
  if (last !== undefined && Number(first) >= Number(last))
    return `VLAN range must go from lower to higher tag '${value}'`;
  return undefined;
}

const scalarFormats = {
  "pve-vmid": expect(
    (v) => /^[1-9][0-9]{2,8}$/.test(v),
    () => "value does not look like a valid VM ID",
  ),
  "pve-node": expect(
    (v) => new RegExp(`^${dnsLabel}$`).test(v),
    () => "value does not look like a valid node name",
  ),
  "pve-storage-id": identifier("storage"),
  "pve-configid": expect(
    (v) => /^[a-z][a-z0-9_-]+$/i.test(v),
    (v) => `invalid configuration ID '${v}'`,
  ),
  "pve-poolid": expect(
    (v) => /^[A-Za-z0-9.\-_]+(?:\/[A-Za-z0-9.\-_]+){0,2}$/.test(v),
    (v) => `value '${v}' does not look like a valid pool ID`,
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
    (v) => `invalid characters in tag '${v}'`,
  ),
  "pve-storage-content": expect(
    (v) => /^[a-z]+$/.test(v),
    (v) => `invalid content type '${v}'`,
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
    (v) => v !== "" && v.split(",").every((part) => /^(?:(?:order=)?\d+|(?:up|down)=\d+)$/.test(part)),
    () => "unable to parse startup options",
  ),
  "pve-hotplug-features": expect(
    (v) => v.split(",").every((part) => /^(?:0|1|network|disk|cpu|memory|usb|cloudinit)$/.test(part)),
    () => "unable to parse hotplug option",
  ),
  "pve-cpuset": expect(
    (v) => /^\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*$/.test(v),
    (v) => `could not parse cpuset list '${v}'`,
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
