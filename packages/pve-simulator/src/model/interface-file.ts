import { portsIn } from "./network-interface";

type Options = Readonly<Record<string, string>>;

/** What Proxmox finds of an interface in /etc/network/interfaces. */
export interface Found {
  readonly type: string;
  readonly options: Record<string, string>;
  /** Whether its bridge's delay was not in the file: then it is a number. */
  readonly isFilledIn: boolean;
}

/** What is plugged into the host is an interface whatever the file says, and so is what is called like one. */
interface Named {
  readonly iface: string;
  readonly isNic: boolean;
}

/**
 * What is left of an interface once Proxmox has written it into the file as the kind it was said to be, and read it again
 * (pve-common, INotify.pm): each kind writes its own options, and others as they are; what the file says tells the kind.
 */
export function foundInFile(named: Named, said: string, asked: Options): Found {
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== "" && value !== "0"));
  const section = { ...asTheyAre(said, given), ...ofKind(said, given, asked) };
  return read(named, { ...section, ...pick(given, "autostart"), ...addresses(given), ...comments(given) });
}

const pick = (from: Options, ...names: string[]): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));

/** What no kind writes as an option of its section. */
const NO_OPTIONS = new Set([
  ..."autostart comments comments6 families method method6 options uplink-id".split(" "),
  ..."cidr address netmask gateway broadcast cidr6 address6 netmask6 gateway6 broadcast6".split(" "),
]);

/** What kinds write in ways of their own. */
const OWN: Readonly<Record<string, readonly string[]>> = {
  bridge: "bridge_ports bridge_stp bridge_fd bridge_vlan_aware bridge_vids".split(" "),
  bond: "slaves bond_miimon bond_mode bond_xmit_hash_policy bond-primary".split(" "),
  OVSBridge: ["ovs_type", "ovs_ports"],
};

/** Options that are read by their name; any other is kept as its line. */
const KNOWN = new Set([
  ..."mtu ovs_type ovs_options ovs_bridge ovs_bonds ovs_ports".split(" "),
  ..."bridge_ports bridge_stp bridge_fd bridge_vlan_aware bridge_vids bridge-access bridge-learning".split(" "),
  ..."slaves bond_miimon bond_mode bond_xmit_hash_policy bond-primary vlan-protocol vlan-raw-device vlan-id".split(" "),
]);

function asTheyAre(kind: string, given: Options): Record<string, string> {
  const others = Object.entries(given).filter(([name]) => !NO_OPTIONS.has(name) && !OWN[kind]?.includes(name));
  const lines = others.filter(([name]) => !KNOWN.has(name)).map(([name, value]) => `${name} ${value}`);
  const kept = [...(given["options"]?.split("\n") ?? []), ...lines.sort()];
  return {
    ...Object.fromEntries(others.filter(([name]) => KNOWN.has(name))),
    ...(kept.length > 0 && { options: kept.join("\n") }),
  };
}

function ofKind(kind: string, given: Options, asked: Options): Record<string, string> {
  switch (kind) {
    case "bridge":
      return { ...bridge(given), ...vlans(given, asked) };
    case "bond":
      return bond(given);
    case "OVSBridge":
      return { ovs_type: kind, ...pick(given, "ovs_ports"), ...pick(asked, "bridge_vlan_aware") };
    default:
      return {};
  }
}

const bridge = (given: Options): Record<string, string> => ({
  bridge_ports: given["bridge_ports"] ?? "",
  bridge_stp: given["bridge_stp"] ?? "off",
  bridge_fd: given["bridge_fd"] ?? "0",
});

/** Setting VLAN awareness to false turns it on. */
function vlans(given: Options, asked: Options): Record<string, string> {
  if (asked["bridge_vlan_aware"] === undefined) return {};
  return { bridge_vlan_aware: "1", bridge_vids: given["bridge_vids"] ?? "2-4094" };
}

function bond(given: Options): Record<string, string> {
  const mode = given["bond_mode"] ?? "balance-rr";
  return {
    slaves: given["slaves"] ?? "",
    bond_miimon: "100",
    bond_mode: mode,
    ...(["balance-xor", "802.3ad"].includes(mode) ? pick(given, "bond_xmit_hash_policy") : {}),
    ...(mode === "active-backup" ? pick(given, "bond-primary") : {}),
  };
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

function read(named: Named, lines: Options): Found {
  const { bridge_ports: ports, slaves, bridge_vlan_aware: aware } = lines;
  const options: Record<string, string> = {
    ...lines,
    ...(ports !== undefined && { bridge_ports: sorted(ports) }),
    ...(slaves !== undefined && { slaves: sorted(slaves) }),
    ...(aware !== undefined && { bridge_vlan_aware: "1" }),
  };
  const type = kindOf(named, options);
  if (type === "vlan") Object.assign(options, vlan(named.iface, options));
  if (type !== "bridge") return { type, options, isFilledIn: false };
  const stp = options["bridge_stp"] ?? "off";
  const isFilledIn = options["bridge_fd"] === undefined && stp === "off";
  return { type, options: { ...options, bridge_stp: stp, ...(isFilledIn && { bridge_fd: "0" }) }, isFilledIn };
}

const sorted = (ports: string): string =>
  [...new Set(portsIn(ports))]
    .filter((port) => port !== "none")
    .sort()
    .join(" ");

const VLAN = /^(\S+)\.(\d+)$/;

function kindOf({ iface, isNic }: Named, options: Options): string {
  if (options["bridge_ports"] !== undefined) return "bridge";
  if (options["ovs_type"] === "OVSBridge") return "OVSBridge";
  if (/^bond\d+$/.test(iface)) return "bond";
  if (/^\S+:\d+$/.test(iface)) return "alias";
  if (VLAN.test(iface) || options["vlan-raw-device"] !== undefined) return "vlan";
  if (isNic || /^(?:eth\d+|(?:en|ib)[^:.]+)$/.test(iface)) return "eth";
  return iface === "lo" ? "loopback" : "unknown";
}

function vlan(iface: string, options: Options): Record<string, string> {
  const [, device, tag] = VLAN.exec(iface) ?? [];
  if (device !== undefined && tag !== undefined)
    return { "vlan-raw-device": options["vlan-raw-device"] ?? device, "vlan-id": tag };
  const id = /^vlan(\d+)$/.exec(iface)?.[1];
  return id === undefined ? {} : { "vlan-id": id };
}
