import { z } from "zod";
import { KEYBOARD_LAYOUTS } from "../os-lists/keyboards";
import { LOCALES } from "../os-lists/locales";
import { TIME_ZONES } from "../os-lists/time-zones";
import { kinds, type Named } from "./stand-in";

/**
 * A string in a given format; `allowed` and `remedy` are the second half of its error message. Every string of a stack file
 * has such a format. Its example serves as a placeholder for an invalid value. Strings that are compared with others also
 * generate `fresh` ones, and references say what they refer to.
 */
export function matching(
  pattern: RegExp,
  allowed: string,
  remedy: string,
  example: string,
  fresh?: (n: number) => string,
  of?: Named,
) {
  const error = `${allowed}; ${remedy}`;
  const kind = { example, ...(fresh && { fresh }), ...(of && { of }) };
  return z.string({ error }).regex(pattern, { error }).register(kinds, kind);
}

/** A name that is not in use. */
export const freshName = (n: number) => `zq${String(n).padStart(6, "0")}`;

/** An address in 198.18.0.0/15, which is reserved for benchmarks (RFC 2544), so not in use. */
const freshAddress = (n: number) => `198.${18 + ((n >> 16) & 1)}.${(n >> 8) & 255}.${n & 255}`;
const freshNetwork = (n: number) => `198.18.${n & 255}.0/24`;

/** One of many words: messages name only the nearest. */
function listed(words: readonly string[], allowed: string, example: string) {
  return z.enum(words as [string, ...string[]], { error: `${allowed}; write it as ${example}` });
}

/** A whole number from `min` to `max`; `of` says what is counted and in which unit. */
export function wholeNumber(min: number, max: number, of: string) {
  const allowed = `must be a whole number from ${min} to ${max} (${of})`;
  const range = { error: `${allowed}; choose one of them` };
  return z
    .int({ error: `${allowed}; write one without quotes` })
    .min(min, range)
    .max(max, range);
}

/** One of a few words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, {
    error: `must be ${words.join(", ")}; choose one of them`,
  });
}

/** A line of free text for people. */
export const freeText = () =>
  matching(/^[^\p{C}\p{Zl}\p{Zp}]{1,250}$/u, "must be a line of at most 250 characters", "shorten it", "text");

/** `true` or `false`, without quotes. */
export const yesOrNo = () => z.boolean({ error: "must be true or false; write it without quotes" });

export const listOf = <T extends z.ZodType>(item: T, what: string) =>
  z.array(item, { error: `must be a list of ${what}; write it as [a, b]` });

export const mapOf = <T extends z.ZodType>(name: z.ZodString, value: T, what: string) =>
  z.record(name, value, { error: `must be a map: ${what}; write one entry per line` });

/** A section or entry with a fixed set of keys: a misspelled key is an error, never ignored. */
export const section = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, {
    // The keys themselves are reported with "did you mean" in shape-issues.ts.
    error: (issue) =>
      issue.code === "invalid_type" ? `must be a map with ${keyList(shape)}; see docs/configuration.md` : undefined,
  });

const keyList = (shape: z.ZodRawShape) => Object.keys(shape).slice(0, 4).join(", ");

const OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const IPV4 = `(${OCTET}\\.){3}${OCTET}`;
const PORT = "([1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5])";
/** A URL scheme does not belong in an SSH host. */
const WEB_PORT = `(?!22(?!\\d))${PORT}`;
const LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
/** Resolvers read a name whose last label is a number as an address in an older notation (WHATWG URL, inet_aton). */
const DNS_NAME = `(?=[^:/]{1,253}(:|/|$))(${LABEL}\\.)*(?!(\\d+|0[xX][0-9A-Fa-f]*)(:|/|$))${LABEL}`;
const HOST = `(${IPV4}|${DNS_NAME})`;

export const ipAddress = () =>
  matching(new RegExp(`^${IPV4}$`), "must be an IPv4 address", "write it as 10.10.10.1", "10.10.10.1", freshAddress);

export const cidr = () =>
  matching(
    new RegExp(`^${IPV4}/([12]?\\d|3[0-2])$`),
    "must be an IPv4 network",
    "write it as 10.10.10.0/24",
    "10.10.10.0/24",
    freshNetwork,
  );

/** An address together with the prefix of its network. */
export const hostCidr = () =>
  matching(
    new RegExp(`^${IPV4}/([12]?\\d|3[0-2])$`),
    "must be an IPv4 address with its prefix",
    "write it as 10.10.10.2/24",
    "10.10.10.2/24",
    (n) => `${freshAddress(n)}/24`,
  );

/** A host by address or DNS name. */
export const hostNameOrAddress = () =>
  matching(
    new RegExp(`^${HOST}$`),
    "must be an address or DNS name",
    "write it without port or scheme",
    "host.example.net",
    freshAddress,
  );

/** A name in a certificate: lower case, as Kubernetes requires (RFC 1123 subdomain). */
export const certificateName = () =>
  matching(
    new RegExp(`^(?!.*[A-Z])${HOST}$`),
    "must be an address or DNS name in lower case",
    "write it without port or scheme",
    "api.example.net",
  );

/** The URL of a service: only scheme, host and port. */
export const endpointUrl = () =>
  matching(
    new RegExp(`^https://${HOST}:${PORT}/?$`),
    "must be an https address with its port and without path",
    "write it as https://10.10.10.10:8006/",
    "https://10.10.10.10:8006/",
    (n) => `https://${freshAddress(n)}:8006/`,
  );

export const proxyUrl = () =>
  matching(
    new RegExp(`^(socks5|http|https)://${HOST}:${WEB_PORT}$`),
    "must be socks5://host:port or http://host:port",
    "write it as socks5://10.10.10.10:1080",
    "socks5://10.10.10.10:1080",
  );

export const originUrl = (example: string) =>
  matching(
    new RegExp(`^https://${HOST}(:${WEB_PORT})?$`),
    "must be an https address without path",
    `write it as ${example}`,
    example,
  );

export const imageUrl = () =>
  matching(
    new RegExp(`^https://${HOST}(:${WEB_PORT})?(/[A-Za-z0-9._~%+-]+)+\\.(img|qcow2|raw)$`),
    "must be an https address of an .img, .qcow2 or .raw file, without user, password and query",
    "copy it from the publisher",
    "https://example.net/image-20260101.img",
  );

export const registryUrl = () =>
  matching(
    new RegExp(`^https?://${HOST}(:${WEB_PORT})?(/(?!\\.\\.)[\\w.-]+)*/?$`),
    "must be the URL of a registry",
    "write it as http://10.0.20.10:5000",
    "http://10.0.20.10:5000",
    (n) => `http://${freshAddress(n)}:5000`,
  );

/** As in image names: containerd reads a bare word as a path on Docker Hub. */
export const registryName = () =>
  matching(
    new RegExp(`^(?!.*[A-Z])(?=[^:]*\\.)${HOST}(:${PORT})?$`),
    "must be a host name as images begin with it",
    "write it as docker.io or ghcr.io, without scheme and path",
    "docker.io",
    (n) => `${freshName(n)}.example`,
  );

/** All zeros are invalid, and refused by a NIC (Linux: is_valid_ether_addr). */
export const macAddress = () =>
  matching(
    /^(?!00(:00){5}$)([0-9A-Fa-f][02468ACEace])(:[0-9A-Fa-f]{2}){5}$/,
    "must be a unicast MAC address",
    "write it as BC:24:11:00:00:01, or leave it out",
    "BC:24:11:00:00:01",
    (n) => `BA:${n.toString(16).padStart(10, "0").match(/../g)?.join(":")}`,
  );

/** Proxmox VE's range of VM ids; below 100 is reserved (qm(1): "<vmid>: <integer> (100 - 999999999)"). */
export const vmId = () =>
  wholeNumber(100, 999_999_999, "VM ids of Proxmox VE").register(kinds, {
    example: 9000,
    fresh: (n) => 900_000_000 + n,
  });

export const tcpPort = () => wholeNumber(1, 65_535, "TCP port");

/** RFC 1123 label, which Kubernetes, Proxmox and DNS all accept as a name; digits alone would be an address. */
export const dnsLabel = (what: string) =>
  matching(
    /^(?!(\d+|0x[0-9a-f]*)$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    `must be ${what} of lower-case letters, digits and inner hyphens, at most 63, and not a number`,
    "rename it",
    "name",
    freshName,
    "machines",
  );

/** Service names are DNS labels that begin with a letter (RFC 1035). */
export const serviceName = () =>
  matching(
    /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
    "must be lower-case letters, digits and inner hyphens, a letter first",
    "write the name of the Service that gets the address",
    "service",
    freshName,
  );

/** A Proxmox node (PVE::JSONSchema, format pve-node); also a host name, so digits alone would be an address. */
export const pveNodeName = () =>
  matching(
    new RegExp(`^(?!(\\d+|0[xX][0-9A-Fa-f]*)$)${LABEL}$`),
    "must be the name of a Proxmox node: letters, digits and inner hyphens, at most 63, and not a number",
    "write it as hostname prints it on the host",
    "pve",
    freshName,
    "hosts",
  );

/** A storage of Proxmox (PVE::JSONSchema, format pve-storage-id). */
export const storageName = () =>
  matching(
    /^[A-Za-z][A-Za-z0-9_.-]{0,98}[A-Za-z0-9]$/,
    "must be a storage name: letters, digits and inner - _ ., a letter first",
    "write it as pvesm status says it",
    "local",
    freshName,
    "storages",
  );

/** A resource mapping of Proxmox (PVE::JSONSchema, format pve-configid). */
export const mappingName = () =>
  matching(
    /^[A-Za-z][A-Za-z0-9_-]{1,63}$/,
    "must be a name of letters, digits, _ and -, two at least, a letter first",
    "rename it",
    "gpu",
    freshName,
  );

/** A subnet's name, which is up to the user. */
export const subnetName = () =>
  matching(
    /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/,
    "must be a subnet name of letters, digits and _ . -, at most 63",
    "rename it",
    "lan",
    freshName,
    "subnets",
  );

/** An existing bridge: Linux allows fifteen characters for an interface (IFNAMSIZ). */
export const bridgeName = () =>
  matching(
    /^[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$/,
    "must be a bridge name of at most 15 letters, digits and _ . -",
    "write it as ip link says it on the host",
    "vmbr0",
    freshName,
    "bridges",
  );

/** A bridge to create: a name that the provider accepts, and Linux with a VLAN suffix (15 characters in total). */
export const newBridgeName = () =>
  matching(
    /^[A-Za-z][A-Za-z0-9_]{0,9}$/,
    "must be a letter, then at most nine letters, digits and _",
    "rename it, for example to vmbr1",
    "vmbr1",
    freshName,
  );

/** A network interface by its Linux name (at most 15 characters). */
export const networkInterface = () =>
  matching(
    /^[A-Za-z][A-Za-z0-9_.-]{0,14}$/,
    "must be the name of a network interface",
    "write it as eno2 (ip link shows them)",
    "eno2",
    freshName,
  );

/** Names that useradd(8) accepts, and that sshd and sudo read verbatim. */
export const userName = () =>
  matching(/^[a-z_][a-z0-9_-]{0,31}$/, "must be a Linux user name", "write it in lower case", "admin");

/** One line of authorized_keys; `publicKeyProblem` reads it. */
export const publicKey = () =>
  matching(
    /^[!-~][^\p{C}\p{Zl}\p{Zp}]{0,8191}$/u,
    "must be a public key in OpenSSH form",
    "copy the whole line of the .pub file",
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJM2JFPZpoKr0S1GHsFQGUMDZU4RRszhU29Kg1OXfqJa",
  );

/** A domain of the DNS, in lower case and without the final dot. */
export const domainName = () =>
  matching(
    /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/,
    "must be a domain name in lower case, e.g. home.arpa",
    "write it without a final dot",
    "home.arpa",
  );

/**
 * The domain of a cluster's Services: a DNS name that is not an address (kubeadm ValidateNetworking: RFC 1123 subdomain),
 * and short enough for the longest Service name in the longest namespace below `svc`.
 */
export const clusterDomainName = () =>
  matching(
    /^(?=.{1,121}$)(?!.*(?:^|\.)(?:\d+|localhost)$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/,
    "must be a domain name in lower case of at most 121 characters, e.g. cluster.local",
    "write it without a final dot",
    "cluster.local",
  );

/** Proxmox converts tags to lower case, so upper case would always show as a change; characters as in PVE's `pve-tag`. */
export const tag = () =>
  matching(
    /^[a-z0-9_][a-z0-9_+.-]{0,123}$/,
    "must be a tag of lower-case letters, digits and _ + . -",
    "write it in lower case",
    "tag",
    freshName,
  );

export const sha256 = () =>
  matching(
    /^[0-9a-f]{64}$/,
    "must be 64 lower-case hex digits",
    "copy it from the publisher's SHA256SUMS, in quotes",
    "0".repeat(64),
  );

export const sha512 = () =>
  matching(
    /^[0-9a-f]{128}$/,
    "must be 128 lower-case hex digits",
    "copy it from the publisher's SHA512SUMS, in quotes",
    "0".repeat(128),
  );

/**
 * A package name according to Debian's policy (§5.6.1); with a trailing hyphen apt would remove the package (apt-get(8):
 * install).
 */
export const packageName = () =>
  matching(
    /^[a-z0-9][a-z0-9+.-]{0,98}[a-z0-9+.]$/,
    "must be the name of an apt package",
    "write it in lower case, without a version",
    "vim",
  );

export const locale = () => listed(LOCALES, "must be a UTF-8 locale that the image can make", "fr_FR.UTF-8");
export const keyboardLayout = () => listed(KEYBOARD_LAYOUTS, "must be an XKB layout", "fr or us");
export const timeZone = () =>
  listed(TIME_ZONES, "must be a name of the IANA time zone database that the image has", "Europe/Paris");

/** A PCI device, one function or all; `of` says where to find it. */
export const pciIds = (of: string) =>
  matching(
    /^(?!0000|ffff)[0-9a-f]{4}:[0-9a-f]{4}$/,
    "must be vendor:device in hex",
    `read it from lspci ${of}`,
    "10de:1eb8",
  );

/** Three numbers of a release, without leading zeros. */
export const release = (of: string, example: string, pattern = "v\\d{1,2}\\.\\d{1,2}\\.\\d{1,2}") =>
  matching(
    new RegExp(`^(?!.*\\b0\\d)(?!.*v0\\d)${pattern}$`),
    `must be an exact ${of} release`,
    `write it as ${example}`,
    example,
    (n) => example.replace(/\.\d+\./, `.${10 + (n % 90)}.`),
  );

const LABEL_NAME = "[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?";
const SUBDOMAIN = "[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*";
/** Kubernetes' qualified name (apimachinery: IsQualifiedName): an optional DNS prefix of 253, then a name of 63. */
const LABEL_KEY = `((?=[^/]{1,253}/)${SUBDOMAIN}/)?${LABEL_NAME}`;

export const labelKey = () =>
  matching(
    new RegExp(`^${LABEL_KEY}$`),
    "must be name or domain/name of letters, digits and _ . -",
    "rename the label",
    "example.net/label",
    freshName,
  );

export const labels = () =>
  mapOf(
    labelKey(),
    matching(
      new RegExp(`^(${LABEL_NAME})?$`),
      "must be a label value of at most 63 letters, digits and _ . -",
      'shorten it, and put "true" and numbers in quotes',
      "value",
    ),
    "label: value",
  );

export const taint = () =>
  matching(
    new RegExp(`^${LABEL_KEY}=(${LABEL_NAME})?:(NoSchedule|PreferNoSchedule|NoExecute)$`),
    "must be key=value:Effect with NoSchedule, PreferNoSchedule or NoExecute",
    'write it as "dedicated=gpu:NoSchedule"',
    "dedicated=gpu:NoSchedule",
    (n) => `${freshName(n)}=x:NoSchedule`,
  );

/**
 * Helm allows 53 characters for a release name, and objects are named after it (helm pkg/chartutil: ValidateReleaseName).
 */
export const releaseName = () =>
  matching(
    /^(?!\d+$)[a-z0-9]([a-z0-9-]{0,51}[a-z0-9])?$/,
    "must be a name of lower-case letters, digits and inner hyphens, at most 53, and not a number",
    "rename it",
    "podinfo",
    freshName,
  );

/** As in the chart's Chart.yaml. */
export const chartName = () =>
  matching(
    /^[a-zA-Z0-9]([a-zA-Z0-9._-]{0,248}[a-zA-Z0-9])?$/,
    "must be the name of a chart: letters, digits and inner . _ -",
    "write it as its repository lists it, without a path",
    "podinfo",
  );

export const chartRepository = () =>
  matching(
    new RegExp(`^(https?|oci)://${HOST}(:${WEB_PORT})?(/(?!\\.\\.)[\\w.~-]+)*/?$`),
    "must be the address of a chart repository or of an OCI registry",
    "write it as https://charts.example.net or oci://ghcr.io/owner/charts, without the chart, user and query",
    "https://charts.example.net",
  );

/** A version of SemVer 2, with or without a leading v; a range could resolve to another chart later. */
export const chartVersion = () =>
  matching(
    /^v?(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})(-[0-9A-Za-z.-]{1,60})?(\+[0-9A-Za-z.-]{1,60})?$/,
    "must be an exact release of the chart",
    "write it as 1.2.3",
    "1.2.3",
  );

/** A chart's values; the keys are defined by the chart. */
export const chartValues = () =>
  mapOf(
    matching(
      /^[A-Za-z][A-Za-z0-9._-]{0,99}$/,
      "must be a key of the chart's values.yaml",
      "write it as the chart does",
      "key",
      freshName,
    ),
    z.unknown().register(kinds, { example: "value" }),
    "key: value",
  );
