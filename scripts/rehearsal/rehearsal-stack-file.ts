import { parseDocument, type Document } from "yaml";
import { distributionNamed, hasLogin } from "../../distributions/registry";

/** What a stack file must say instead, so that everything it names lies inside the simulation. */
export interface SimulationAddresses {
  readonly endpoint: string;
  /** The API of each host, where it has one of its own. */
  readonly endpoints: ReadonlyMap<string, string>;
  /** SSH of the hosts, where snippets go. */
  readonly hostSsh: {
    readonly user: string;
    /** By the name of the host. */
    readonly hosts: ReadonlyMap<string, { readonly host: string; readonly port: number }>;
  };
  readonly bastion: { readonly host: string; readonly port: number; readonly user: string; readonly hostKey: string };
  readonly apiProxy: string;
  /** Let into the machines beside the user's own keys, so that a person can look around in a rehearsal. */
  readonly publicKey: string;
  /** Instead of the owner's patience with machines that do not answer; undefined leaves it. */
  readonly dialAttempts: number | undefined;
}

/**
 * The stack file with the environment's addresses replaced by the simulation's. Everything else stays as its owner wrote
 * it, apart from encrypted values: they belong to another passphrase, and the simulation has secrets of its own.
 */
export function rehearsalStackFile(text: string, simulation: SimulationAddresses): string {
  const document = parseDocument(text);
  for (const key of ["secretsprovider", "encryptedkey", "encryptionsalt"]) document.delete(key);
  dropSecrets(document);
  const at = (...path: string[]) => ["config", ...path];
  document.setIn(at("homelab:proxmox", "endpoint"), simulation.endpoint);
  document.setIn(at("homelab:proxmox", "insecure"), false);
  document.setIn(at("homelab:proxmox", "ssh"), { user: simulation.hostSsh.user });
  for (const name of keysIn(document, at("homelab:proxmox", "hosts"))) {
    const { host, port } = simulation.hostSsh.hosts.get(name) ?? { host: "127.0.0.1", port: 1 };
    document.setIn(at("homelab:proxmox", "hosts", name, "address"), host);
    document.setIn(at("homelab:proxmox", "hosts", name, "sshPort"), port);
    document.deleteIn(at("homelab:proxmox", "hosts", name, "insecure"));
    if (document.hasIn(at("homelab:proxmox", "hosts", name, "endpoint")))
      document.setIn(at("homelab:proxmox", "hosts", name, "endpoint"), simulation.endpoints.get(name));
  }
  document.setIn(at("homelab:access", "apiProxy"), simulation.apiProxy);
  if (simulation.dialAttempts !== undefined)
    document.setIn(at("homelab:access", "dialAttempts"), simulation.dialAttempts);
  const distribution = distributionNamed(valueAt(document, at("homelab:cluster", "distribution")));
  if (distribution === undefined || hasLogin(distribution)) letIn(document, simulation);
  return document.toString({ lineWidth: 0 });
}

/** The way in by SSH. */
function letIn(document: Document, { bastion, publicKey }: SimulationAddresses): void {
  document.setIn(["config", "homelab:access", "bastion"], bastion);
  const path = ["config", "homelab:access", "authorizedKeys"];
  const keys = valueAt(document, path);
  const known: unknown[] = Array.isArray(keys) ? keys : [];
  document.setIn(path, [...known, publicKey]);
}

/** Keys of `config` whose value is encrypted, or that hold a secret by their name. */
export function secretKeys(text: string): string[] {
  return secretKeysOf(parseDocument(text));
}

const secretNames = [
  "homelab:proxmoxToken",
  "homelab:proxmoxTokens",
  "homelab:sshPrivateKey",
  "homelab:consolePasswordHash",
];

function secretKeysOf(document: Document): string[] {
  const config = valueAt(document, ["config"]);
  return isMap(config) ? Object.keys(config).filter((key) => isSecret(key, config[key])) : [];
}

function isSecret(key: string, value: unknown): boolean {
  return secretNames.includes(key) || (isMap(value) && "secure" in value);
}

function dropSecrets(document: Document): void {
  for (const key of secretKeysOf(document)) document.deleteIn(["config", key]);
}

function keysIn(document: Document, path: string[]): string[] {
  const value = valueAt(document, path);
  return isMap(value) ? Object.keys(value) : [];
}

/** The value at a path as plain data; undefined when there is none. */
function valueAt(document: Document, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (isMap(value) ? value[key] : undefined), document.toJS());
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
