import { createHash } from "node:crypto";
import { failure } from "../errors";
import { parsePropertyString } from "../schema/property-string";
import { cicustomFormat, ipconfigFormat } from "../tables/option-formats";
import { findVolume } from "./find-volume";
import type { Host } from "./host";
import { parseNet } from "./network-device";
import type { Vm } from "./vm";

export interface CloudInitDocuments {
  readonly metaData: string;
  readonly userData: string;
  readonly vendorData: string;
  readonly networkConfig: string;
}

type Config = Readonly<Record<string, string>>;
/** What the documents depend on besides the configuration: snippets and the resolver of the host. */
export type CloudInitHost = Pick<Host, "spec" | "storages">;

/** What PVE writes on a NoCloud drive; snippets of `cicustom` go over as they are. */
export function cloudInitDocuments(
  vm: Pick<Vm, "vmId" | "config"> & { readonly host: CloudInitHost },
): CloudInitDocuments {
  const config = vm.config;
  const custom = parsePropertyString(cicustomFormat, config["cicustom"] ?? "");
  const own = (kind: string) => (custom[kind] === undefined ? undefined : readSnippet(vm.host, custom[kind]));
  const userData = own("user") ?? userDataOf(config, vm.vmId);
  const networkConfig = own("network") ?? networkConfigOf(config, vm.host);
  const metaData = own("meta") ?? metaDataOf(userData, networkConfig);
  return { metaData, userData, vendorData: own("vendor") ?? "", networkConfig };
}

/** What PVE would write by itself: `qm cloudinit dump` knows nothing of snippets (`dump_cloudinit_config`). */
export function ownDocuments({
  config,
  vmId,
  host,
}: Pick<Vm, "vmId" | "config"> & { readonly host: CloudInitHost }): Omit<CloudInitDocuments, "vendorData"> {
  const userData = userDataOf(config, vmId);
  const networkConfig = networkConfigOf(config, host);
  return { metaData: metaDataOf(userData, networkConfig), userData, networkConfig };
}

function readSnippet(host: CloudInitHost, file: string): string {
  const volume = findVolume(host, file);
  const storage = host.storages.get(file.replace(/:.*$/, ""));
  if (!storage) throw failure(`storage '${file.replace(/:.*$/, "")}' does not exist`);
  if (!/:snippets\//.test(file)) throw failure(`${file} is not in the snippets directory`);
  const path = `${storage.path}/${file.replace(/^[^:]*:/, "")}`;
  if (!volume?.bytes) throw failure(`can't open '${path}' - No such file or directory`);
  if (volume.bytes.length > 1024 ** 2) throw failure(`input file too long - aborting`);
  return new TextDecoder().decode(volume.bytes);
}

/** A machine counts as new to cloud-init when this id changes: with every change of user or network data. */
function metaDataOf(userData: string, networkConfig: string): string {
  return `instance-id: ${createHash("sha1")
    .update(userData + networkConfig)
    .digest("hex")}\n`;
}

function userDataOf(config: Config, vmId: number): string {
  const name = config["name"] ?? `VM${vmId}`;
  const domain = config["searchdomain"];
  const user = config["ciuser"];
  const keys = decodeURIComponent(config["sshkeys"] ?? "")
    .split("\n")
    .filter((key) => key.trim() !== "");
  const lines = [
    "#cloud-config",
    `hostname: ${name.replace(/\..*$/, "")}`,
    "manage_etc_hosts: true",
    `fqdn: ${name.includes(".") || domain === undefined ? name : `${name}.${domain}`}`,
    ...(user === undefined ? [] : [`user: ${user}`]),
    ...(user === "root" ? ["disable_root: False"] : []),
    ...(config["cipassword"] === undefined ? [] : [`password: ${config["cipassword"]}`]),
    ...(config["sshkeys"] === undefined ? [] : ["ssh_authorized_keys:", ...keys.map((key) => `  - ${key}`)]),
    "chpasswd:",
    "  expire: False",
    ...(user === "root" ? [] : ["users:", "  - default"]),
    ...(config["ciupgrade"] === "0" ? [] : ["package_upgrade: true"]),
  ];
  return `${lines.join("\n")}\n`;
}

function networkConfigOf(config: Config, host: CloudInitHost): string {
  const nics = Object.keys(config)
    .filter((name) => /^net\d+$/.test(name))
    .sort();
  const lines = nics.flatMap((nic) => nicLines(config, nic.slice("net".length)));
  return `${["version: 1", "config:", ...lines, ...nameserverLines(config, host)].join("\n")}\n`;
}

function nicLines(config: Config, number: string): string[] {
  const ipconfig = config[`ipconfig${number}`];
  if (ipconfig === undefined) return [];
  const { ip, gw, ip6, gw6 } = parsePropertyString(ipconfigFormat, ipconfig);
  const mac = parseNet(config[`net${number}`] as string)["macaddr"]?.toLowerCase();
  return [
    "    - type: physical",
    `      name: eth${number}`,
    `      mac_address: '${mac}'`,
    "      subnets:",
    ...ipv4Lines(ip, gw),
    ...ipv6Lines(ip6, gw6),
  ];
}

function ipv4Lines(ip: string | undefined, gateway: string | undefined): string[] {
  if (ip === undefined) return [];
  if (ip === "dhcp") return ["      - type: dhcp4"];
  const [address = "", prefix = "32"] = ip.split("/");
  const lines = [
    "      - type: static",
    `        address: '${address}'`,
    `        netmask: '${netmask(Number(prefix))}'`,
  ];
  return gateway === undefined ? lines : [...lines, `        gateway: '${gateway}'`];
}

function ipv6Lines(ip: string | undefined, gateway: string | undefined): string[] {
  if (ip === undefined) return [];
  if (ip === "dhcp") return ["      - type: dhcp6"];
  if (ip === "auto") return ["      - type: ipv6_slaac"];
  const lines = ["      - type: static6", `        address: '${ip}'`];
  return gateway === undefined ? lines : [...lines, `        gateway: '${gateway}'`];
}

/** Without settings of its own a machine gets what the host's resolv.conf says, name servers and domain apart (get_dns_conf). */
function nameserverLines(config: Config, { spec }: CloudInitHost): string[] {
  const words = (text: string | undefined) => (text ?? "").split(/\s+/).filter((word) => word !== "");
  const quoted = (indent: string, values: string[]) => values.map((value) => `${indent}- '${value}'`);
  const servers = words(config["nameserver"] ?? spec.resolver?.servers.slice(0, 3).join(" "));
  const domains = words(config["searchdomain"] ?? spec.resolver?.search);
  return [
    "    - type: nameserver",
    ...(servers.length > 0 ? ["      address:", ...quoted("      ", servers)] : []),
    ...(domains.length > 0 ? ["      search:", ...quoted("      ", domains)] : []),
  ];
}

function netmask(prefix: number): string {
  const bits = prefix === 0 ? 0 : (0xffffffff << (32 - prefix)) >>> 0;
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join(".");
}
