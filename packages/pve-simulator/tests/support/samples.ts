import type { PublishedParameter, PublishedTable } from "./published-schema";

export type Params = Record<string, string>;

/** A right value for each named format. */
const byFormat: Readonly<Record<string, string>> = {
  "pve-vmid": "101",
  "pve-node": "asgard",
  "pve-storage-id": "local",
  "pve-configid": "cores",
  "pve-poolid": "homelab",
  "pve-roleid": "homelab-csi",
  "pve-roleid-list": "homelab-csi",
  "pve-priv-list": "VM.Audit",
  "pve-userid": "valaskjalf-csi@pve",
  "pve-userid-list": "valaskjalf-csi@pve",
  "pve-groupid-list": "homelab",
  "pve-tokenid-list": "valaskjalf-csi@pve!csi",
  "email-opt": "a@example.net",
  "pve-ha-resource-or-vm-id": "vm:101",
  "pve-ha-resource-id-list": "vm:101,vm:102",
  "pve-ha-node-list": "asgard:2,midgard",
  "pve-configid-list": "cores,memory",
  "pve-vmid-list": "101,102",
  "pve-storage-id-list": "local",
  "pve-iface-list": "eno1",
  "pve-bridge-id": "vmbr0",
  "pve-iface": "vmbr1",
  "pve-tag-list": "a;b",
  "pve-storage-content": "import",
  "pve-task-status-type-list": "ok,error",
  "pve-volume-id": "local:snippets/a.yaml",
  "pve-volume-id-or-qm-path": "local:vm-101-disk-0",
  "pve-volume-id-or-absolute-path": "local:import/a.qcow2",
  "pve-storage-content-list": "import,iso",
  "dns-name": "master-1",
  address: "10.0.0.1",
  "address-list": "10.0.0.1 10.0.0.2",
  ipv4: "10.0.0.1",
  ipv6: "fd00::1",
  ipv4mask: "255.255.255.0",
  CIDRv4: "10.0.0.1/24",
  CIDRv6: "fd00::1/64",
  CIDR: "10.0.0.0/24",
  "mac-addr": "BC:24:11:00:00:01",
  "disk-size": "32G",
  urlencoded: "a%20b",
  "pve-startup-order": "order=1,up=10",
  "pve-hotplug-features": "network,disk",
  "pve-cpuset": "0-3",
  "pve-vlan-id-or-range-list": "2-10 20",
  "storage-pair-list": "1",
  "string-list": "a;b",
  "pve-qm-boot": "order=scsi0;net0",
  "pve-qm-bootdisk": "scsi0",
  "pve-qm-cicustom": "user=local:snippets/a.yaml",
  "pve-qm-hostpci": "mapping=gpu,pcie=1",
  "pve-qm-ide": "none,media=cdrom",
  "pve-qm-ipconfig": "ip=dhcp,ip6=auto",
  "pve-qm-rng": "source=/dev/urandom",
  "pve-qm-smbios1": "uuid=01234567-89ab-cdef-0123-456789abcdef",
  "pve-qm-watchdog": "i6300esb",
  "pve-qemu-sev-fmt": "type=std",
  "pve-qemu-tdx-fmt": "type=tdx,attestation=1",
  "pve-vm-cpu-conf": "host,flags=+aes;-pcid",
};

/** A right value for parameters that only a pattern describes. */
const byName: Readonly<Record<string, string>> = {
  bootdisk: "scsi0",
  "parallel[n]": "/dev/parport0",
  "serial[n]": "socket",
  startdate: "now",
  size: "32G",
  url: "https://a.test/x",
  vmgenid: "1",
  wwn: "0x0123456789abcdef",
  host: "spice",
  cpus: "0-3",
  hostnodes: "0",
  trunks: "10;20-30",
  path: "0000:01:00",
  type: "q35",
  "nets-host-mtu": "net0=1500",
  tmpfilename: "/var/tmp/pveupload-0123",
  userid: "root@pam!token",
  id: "10de:1e82",
  "subsystem-id": "10de:1e82",
  name: "shared",
  product: "disk",
  vendor: "us",
  filename: "x",
};

/** A value the schema allows. */
function right(name: string, parameter: PublishedParameter): string {
  const { enum: values, format, items, minLength, minimum, pattern, type } = parameter;
  if (items) return right(name, items);
  if (values?.[0] !== undefined) return values.includes("import") ? "import" : values[0];
  if (typeof format === "object") return propertyString(format);
  if (format !== undefined && byFormat[format] !== undefined) return byFormat[format];
  if (type === "boolean") return "1";
  if (type === "integer" || type === "number") return String(minimum ?? 1);
  return pattern === undefined ? "x".repeat(Number(minLength ?? 1)) : (byName[name] ?? "x");
}

function propertyString(format: PublishedTable, only?: string): string {
  const keys = Object.entries(format).filter(
    ([key, { alias, optional }]) => alias === undefined && (optional !== 1 || key === only),
  );
  return keys.map(([key, property]) => `${key}=${right(key, property)}`).join(",");
}

/** Values the schema forbids. */
function wrong(parameter: PublishedParameter): string[] {
  const { enum: values, format, items, maxLength, maximum, minimum, type } = parameter;
  if (items) return wrong(items);
  if (type === "boolean") return ["maybe", "2"];
  const numeric = type === "integer" || type === "number" ? ["many", ...(type === "integer" ? ["1.5"] : [])] : [];
  const low = numeric.length > 0 && minimum !== undefined ? [String(Number(minimum) - 1)] : [];
  const high = numeric.length > 0 && maximum !== undefined ? [String(Number(maximum) + 1)] : [];
  const long = maxLength !== undefined && type === "string" ? ["x".repeat(Number(maxLength) + 1)] : [];
  const named = ["dns-name", "pve-vmid", "mac-addr", "pve-node"].some((known) => known === format)
    ? ["under_score-"]
    : [];
  const keys =
    typeof format === "object" ? [`${propertyString(format)},nonsense=1`, `${propertyString(format)},,x=`] : [];
  return [...numeric, ...low, ...high, ...long, ...named, ...(values ? ["nonsense"] : []), ...keys];
}

/** Every single key of a property string, as values the schema allows; `{,n}` is a quantifier in Perl and text in JavaScript. */
function eachKey(parameter: PublishedParameter): string[] {
  const format = parameter.items?.format ?? parameter.format;
  if (typeof format !== "object") return [];
  return Object.keys(format)
    .filter((key) => format[key]?.alias === undefined && format[key]?.pattern?.includes("{,") !== true)
    .map((key) => propertyString(format, key));
}

/** Requests to one endpoint: bare, and with each parameter right and wrong, and one it does not know. */
export function samplesOf(table: PublishedTable, inPath: readonly string[]): Params[] {
  const names = Object.keys(table).filter((name) => !inPath.includes(name));
  const concrete = (name: string) => name.replace("[n]", "0");
  const parameter = (name: string) => table[name] as PublishedParameter;
  const required = names.filter((name) => parameter(name).optional !== 1 && !name.includes("[n]"));
  const base = Object.fromEntries(required.map((name) => [name, right(name, parameter(name))]));
  const samples = names.flatMap((name): Params[] => {
    const { requires } = parameter(name);
    const partner = requires !== undefined && table[requires] ? { [requires]: right(requires, table[requires]) } : {};
    const values = [right(name, parameter(name)), ...eachKey(parameter(name)), ...wrong(parameter(name))];
    return values.map((value) => ({ ...base, ...partner, [concrete(name)]: value }));
  });
  const without = required.map((name) => Object.fromEntries(Object.entries(base).filter(([other]) => other !== name)));
  return [base, ...samples, ...without, { ...base, nonsense: "1" }];
}
