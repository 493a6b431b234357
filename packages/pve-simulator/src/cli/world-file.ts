import { readFileSync } from "node:fs";
import { z } from "zod";
import { storageTypes } from "../spec";
import { SimulatorUsageError } from "./usage-error";

const name = z.string().regex(/^[a-z][a-z0-9-]*$/, "must be a name of a–z, 0–9 and -, e.g. pve1");
const storageName = z.string().regex(/^[a-z][a-z0-9._-]+$/i, "must be the name of a storage, e.g. local-zfs");
const whole = (least: number, example: number) =>
  z
    .int(`must be a whole number, e.g. ${example}`)
    .min(least, `must be ${least} or more, e.g. ${example}`)
    .describe(`from ${least}, e.g. ${example}`);
const guestId = z.int().min(100, "must be 100 or more, e.g. 100").max(999_999_999, "must be at most 999999999");
const cidr = z.string().regex(/^\d+(\.\d+){3}\/\d+$/, "must be an address with its prefix, e.g. 10.0.0.2/24");

const storage = z.strictObject({
  type: z.enum(storageTypes).describe("kind, in Proxmox' words"),
  content: z.array(z.enum(["images", "iso", "import", "snippets", "vztmpl", "rootdir", "backup"])).min(1),
  capacityGiB: whole(1, 900),
  shared: z.boolean().default(false).describe("the same storage as that of this name on every other host that says so"),
});

const bridge = z.strictObject({
  name: z.string().regex(/^vmbr\d{1,4}$/, "must be the name of a bridge, e.g. vmbr0"),
  vlanAware: z.boolean().default(false),
  cidr: cidr.optional().describe("the host's own address there"),
  ports: z.array(z.string()).optional().describe("default: the first interface for the first bridge, none for others"),
});

const host = z.strictObject({
  threads: whole(1, 16),
  memoryMiB: whole(1, 65_536),
  interfaces: z.array(z.string()).min(1).default(["eno1"]),
  bridges: z.array(bridge).default([{ name: "vmbr0", vlanAware: false }]),
  storages: z.record(storageName, storage),
  pci: z
    .array(
      z.strictObject({
        address: z.string().regex(/^[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]$/i, "must be e.g. 0000:01:00.0"),
        id: z.string().regex(/^[0-9a-f]{4}:[0-9a-f]{4}$/i, "must be vendor and device, e.g. 10de:1e82"),
        iommuGroup: whole(0, 1),
      }),
    )
    .default([])
    .describe("functions that can be passed through"),
});

const guest = z.strictObject({
  vmId: guestId,
  name: z.string().min(1),
  host: name,
  config: z.record(z.string(), z.string()).default({}).describe("options as the configuration file holds them"),
  disk: z
    .strictObject({ storage: storageName, sizeGiB: whole(1, 8) })
    .optional()
    .describe("becomes virtio0"),
  image: z.string().optional().describe("what is on the disk; without it nothing boots from it, and no agent answers"),
  running: z.boolean().default(false),
});

const token = z.strictObject({
  id: z.string().regex(/^[^@\s]+@[a-z]+![\w.-]+$/, "must be user@realm!name, e.g. root@pam!test"),
  secret: z.guid("must be a UUID").optional().describe("made anew and printed when it is missing"),
  privileges: z
    .union([z.literal("all"), z.array(z.string().regex(/^[A-Z]\w+(\.\w+)+$/, "must be a privilege, e.g. VM.Audit"))])
    .default("all"),
});

const download = z.strictObject({
  url: z.url("must be an address, e.g. https://images.example/noble.qcow2"),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, "must be 64 hexadecimal digits"),
  sha512: z
    .string()
    .regex(/^[0-9a-f]{128}$/, "must be 128 hexadecimal digits")
    .optional(),
  sizeBytes: whole(1, 629_145_600),
  diskGiB: z.number().positive().optional().describe("size of the disk in it, for disk images"),
});

/** What `--world` reads: hosts, their storages, guests and the tokens that clients use. */
export const worldSchema = z.strictObject({
  version: z.enum(["8.4.1", "9.1.3"]).default("9.1.3").describe("of Proxmox VE"),
  hosts: z.record(name, host).refine((hosts) => Object.keys(hosts).length > 0, "must have a host, e.g. pve"),
  guests: z.array(guest).default([]),
  files: z
    .array(z.strictObject({ host: name, volume: z.string().regex(/^[\w.-]+:\w+\/./, "must be e.g. local:iso/a.iso") }))
    .default([])
    .describe("files that lie on a host"),
  downloads: z.array(download).default([]).describe("what the hosts can fetch from the internet"),
  tokens: z.array(token).min(1, "must have a token, e.g. [{ id: root@pam!test }]"),
  ssh: z
    .strictObject({
      user: z.string().default("root"),
      publicKey: z.string().startsWith("ssh-", "must be a public key"),
    })
    .optional()
    .describe("who may log in on the hosts; nobody when it is missing"),
});

export type WorldFile = z.infer<typeof worldSchema>;

/** Reads a world; everything that is wrong with it is said at once. */
export function readWorld(file: string): WorldFile {
  const parsed = worldSchema.safeParse(parseJson(file), { reportInput: true });
  if (!parsed.success) throw new SimulatorUsageError(parsed.error.issues.flatMap(linesOf).join("\n"));
  const problems = danglingNames(parsed.data);
  if (problems.length > 0) throw new SimulatorUsageError(problems.join("\n"));
  return parsed.data;
}

function parseJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new SimulatorUsageError(`--world ${file}: ${(error as Error).message}`);
  }
}

function linesOf(issue: z.core.$ZodIssue): string[] {
  const at = pathOf(issue.path);
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => `${pathOf([...issue.path, key])}: unknown key`);
  const wanted = issue.message.replace(/^Invalid (?:input|option|\w+): expected ([^,]*).*$/, "must be $1");
  if (issue.input === undefined) return [`${at}: is missing, ${wanted}`];
  return [`${at}: got ${JSON.stringify(issue.input).slice(0, 80)}, ${wanted}`];
}

function pathOf(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
  return text.replace(/^\./, "") || "(the file)";
}

/** Names of hosts and storages that nothing has, and ids given twice. */
function danglingNames({ hosts, guests, files }: WorldFile): string[] {
  const known = Object.keys(hosts).join(", ");
  const unknown = (at: string, host: string): string[] =>
    host in hosts ? [] : [`${at}.host: got "${host}", must be a host of this file: ${known}`];
  const stored = (at: string, host: string, storage: string | undefined): string[] => {
    const storages = Object.keys(hosts[host]?.storages ?? {});
    if (storage === undefined || !(host in hosts) || storages.includes(storage)) return [];
    return [`${at}: got "${storage}", must be a storage of ${host}: ${storages.join(", ")}`];
  };
  const ids = guests.map(({ vmId }) => vmId);
  return [
    ...guests.flatMap(({ host, disk, vmId }, index) => [
      ...unknown(`guests[${index}]`, host),
      ...stored(`guests[${index}].disk.storage`, host, disk?.storage),
      ...(ids.indexOf(vmId) === index ? [] : [`guests[${index}].vmId: got ${vmId}, must not be another guest's`]),
    ]),
    ...files.flatMap(({ host, volume }, index) => [
      ...unknown(`files[${index}]`, host),
      ...stored(`files[${index}].volume`, host, volume.replace(/:.*/, "")),
    ]),
  ];
}
