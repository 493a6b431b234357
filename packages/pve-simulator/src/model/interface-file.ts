import { portsIn } from "./network-interface";

type Options = Readonly<Record<string, string>>;

/**
 * What of an interface's options is left once Proxmox has written them into /etc/network/interfaces and read them again
 * (pve-common, INotify.pm): each kind of interface keeps its own, and some come to be.
 */
export function asInFile(iface: string, type: string, asked: Options): Record<string, string> {
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== "" && value !== "0"));
  return {
    ...pick(given, "autostart", "mtu"),
    ...addresses(given),
    ...comments(given),
    ...ofKind(iface, type, given, asked),
  };
}

export const pick = (from: Options, ...names: string[]): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));

/** What is in the section of an interface of this kind only. */
export function ofKind(iface: string, type: string, given: Options, asked: Options): Record<string, string> {
  switch (type) {
    case "bridge":
      return { bridge_ports: sorted(given["bridge_ports"]), bridge_fd: "0", bridge_stp: "off", ...vlans(given, asked) };
    case "bond":
      return bond(given);
    case "vlan":
      return vlan(iface, given);
    case "OVSBridge":
      return { ovs_type: type, ...pick(asked, "bridge_vlan_aware") };
    default:
      return {};
  }
}

const sorted = (ports: string | undefined): string => [...new Set(portsIn(ports))].sort().join(" ");

/** Whoever says that a bridge is not aware of VLANs makes it so. */
function vlans(given: Options, asked: Options): Record<string, string> {
  if (asked["bridge_vlan_aware"] === undefined) return {};
  return { bridge_vlan_aware: "1", bridge_vids: portsIn(given["bridge_vids"]).join(" ") || "2-4094" };
}

function bond(given: Options): Record<string, string> {
  const mode = given["bond_mode"] ?? "balance-rr";
  return {
    slaves: sorted(given["slaves"]),
    bond_miimon: "100",
    bond_mode: mode,
    ...(["balance-xor", "802.3ad"].includes(mode) ? pick(given, "bond_xmit_hash_policy") : {}),
    ...(mode === "active-backup" ? pick(given, "bond-primary") : {}),
  };
}

function vlan(iface: string, given: Options): Record<string, string> {
  const [, device, tag] = /^(\S+)\.(\d+)$/.exec(iface) ?? [];
  if (device !== undefined && tag !== undefined) return { "vlan-raw-device": device, "vlan-id": tag };
  const id = /^vlan(\d+)$/.exec(iface)?.[1];
  return { ...pick(given, "vlan-raw-device", "vlan-id"), ...(id !== undefined && { "vlan-id": id }) };
}

/** `method` and `families` follow what the last request said, whatever was there before. */
function addresses(given: Options): Record<string, string> {
  const families = (given["families"] ?? "inet").split(" ");
  return {
    families: families.join(" "),
    method: given["method"] ?? "manual",
    method6: given["method6"] ?? "manual",
    ...(families.includes("inet") ? pick(given, "address", "netmask", "cidr", "gateway") : { method: "manual" }),
    ...(families.includes("inet6") ? pick(given, "address6", "netmask6", "cidr6", "gateway6") : { method6: "manual" }),
  };
}

/** Comments stand in the section of their family; both are read as one. */
function comments(given: Options): Record<string, string> {
  const families = (given["families"] ?? "inet").split(" ");
  const told = [
    ...(families.includes("inet") ? [given["comments"]] : []),
    ...(families.includes("inet6") ? [given["comments6"]] : []),
  ];
  const lines = told.flatMap((text) => (text === undefined ? [] : text.replace(/\n+$/, "").split("\n")));
  return lines.length === 0 ? {} : { comments: lines.map((line) => `${line.trimEnd()}\n`).join("") };
}
