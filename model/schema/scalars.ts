import { z } from "zod";

/** A string of a given form; `allowed` and `remedy` are the second half of its error message. */
export function matching(pattern: RegExp, allowed: string, remedy: string) {
  const error = `${allowed}; ${remedy}`;
  return z.string({ error }).regex(pattern, { error });
}

/** A whole number from `min` to `max`; `of` says what is counted and in which unit. */
export function wholeNumber(min: number, max: number, of: string) {
  const error = `allowed is a whole number from ${min} to ${max} (${of}); write one without quotes`;
  return z.int({ error }).min(min, { error }).max(max, { error });
}

/** One of a few words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, {
    error: `allowed ${words.length === 1 ? "is" : "are"} ${words.join(", ")}; choose one of them`,
  });
}

/** Any text but the empty one. */
export function text(what: string) {
  return matching(/\S/, `allowed is ${what}`, "write it as a string");
}

/** `true` or `false`, without quotes. */
export const yesOrNo = () => z.boolean({ error: "allowed is true or false; write it without quotes" });

export const listOf = <T extends z.ZodType>(item: T, what: string) =>
  z.array(item, { error: `allowed is a list of ${what}; write it as [a, b]` });

export const mapOf = <T extends z.ZodType>(value: T, what: string) =>
  z.record(z.string(), value, { error: `allowed is a map: ${what}; write one entry per line` });

/** A section or entry whose keys are all known: a misspelt key is an error, never ignored. */
export const section = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, {
    // The keys themselves are reported with "did you mean" in shape-issues.ts.
    error: (issue) =>
      issue.code === "invalid_type" ? `allowed is a map with ${keyList(shape)}; see the README` : undefined,
  });

const keyList = (shape: z.ZodRawShape) => Object.keys(shape).slice(0, 4).join(", ");

const OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const IPV4 = `(${OCTET}\\.){3}${OCTET}`;

export const ipv4Address = () =>
  matching(new RegExp(`^${IPV4}$`), "allowed is an IPv4 address", "write it as 10.10.10.1");

export const cidr = () =>
  matching(new RegExp(`^${IPV4}/([12]?\\d|3[0-2])$`), "allowed is an IPv4 network", "write it as 10.10.10.0/24");

/** An address together with the prefix of its network. */
export const hostCidr = () =>
  matching(
    new RegExp(`^${IPV4}/([12]?\\d|3[0-2])$`),
    "allowed is an IPv4 address with its prefix",
    "write it as 10.10.10.2/24",
  );

/** A host by address or DNS name. */
export const hostNameOrAddress = () =>
  matching(
    /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/,
    "allowed is an address or DNS name",
    "write it without port or scheme",
  );

export const macAddress = () =>
  matching(
    /^([0-9A-Fa-f][02468ACEace])(:[0-9A-Fa-f]{2}){5}$/,
    "allowed is a unicast MAC address",
    "write it as BC:24:11:00:00:01, or leave it out",
  );

/** Proxmox VE's range of VM ids; below 100 is reserved (qm(1): "<vmid>: <integer> (100 - 999999999)"). */
export const vmId = () => wholeNumber(100, 999_999_999, "VM ids of Proxmox VE");

export const tcpPort = () => wholeNumber(1, 65_535, "TCP port");

/** RFC 1123 label: what Kubernetes, Proxmox and DNS all accept as a name. */
export const dnsLabel = (what: string) =>
  matching(
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    `allowed is ${what} of lower-case letters, digits and inner hyphens, at most 63`,
    "rename it",
  );

/** Proxmox lower-cases tags, so that capitals would show as a change forever; characters as in PVE's `pve-tag`. */
export const tag = () =>
  matching(
    /^[a-z0-9_][a-z0-9_+.-]*$/,
    "allowed is a tag of lower-case letters, digits and _ + . -",
    "write it in lower case",
  );

export const sha256 = () =>
  matching(
    /^[0-9a-f]{64}$/,
    "allowed are 64 lower-case hex digits",
    "copy it from the publisher's SHA256SUMS, in quotes",
  );

const LABEL_NAME = "[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?";
const LABEL_KEY = `([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?${LABEL_NAME}`;

/** Kubernetes label key: optional DNS prefix, then a name of at most 63 characters. */
export const LABEL_KEY_PATTERN = new RegExp(`^${LABEL_KEY}$`);

export const labels = () =>
  mapOf(
    matching(
      new RegExp(`^(${LABEL_NAME})?$`),
      "allowed is a label value of at most 63 letters, digits and _ . -",
      'shorten it, and put "true" and numbers in quotes',
    ),
    "label: value",
  );

export const taint = () =>
  matching(
    new RegExp(`^${LABEL_KEY}=(${LABEL_NAME})?:(NoSchedule|PreferNoSchedule|NoExecute)$`),
    "allowed is key=value:Effect with NoSchedule, PreferNoSchedule or NoExecute",
    'write it as "dedicated=gpu:NoSchedule"',
  );
