import type { Issue } from "./errors";
import { TOKEN_FORM, TOKENS_FORM } from "./proxmox-tokens";

/** The secrets of a stack, each under its own flat key so that Pulumi encrypts it separately. */
export const SECRET_NAMES = ["proxmoxToken", "proxmoxTokens", "sshPrivateKey", "consolePasswordHash"] as const;

export type SecretName = (typeof SECRET_NAMES)[number];

/** A secret's purpose, its format, and the command that sets it. */
interface SecretKind {
  readonly required: boolean;
  readonly form: RegExp;
  readonly allowed: string;
  readonly command: string;
}

const KINDS: Readonly<Record<SecretName, SecretKind>> = {
  proxmoxToken: {
    required: true,
    form: TOKEN_FORM,
    allowed: "must be an API token as user@realm!name=uuid",
    command: "pulumi config set --secret homelab:proxmoxToken 'pulumi@pve!homelab=<uuid>'",
  },
  proxmoxTokens: {
    required: false,
    form: TOKENS_FORM,
    allowed: "must be lines as host: user@realm!name=uuid",
    command: "pulumi config set --secret homelab:proxmoxTokens < file",
  },
  sshPrivateKey: {
    required: true,
    form: /^-----BEGIN ([A-Z]+ )?PRIVATE KEY-----\n[\s\S]+\n-----END ([A-Z]+ )?PRIVATE KEY-----\s*$/,
    allowed: "must be an unencrypted private key in PEM or OpenSSH form",
    command: "pulumi config set --secret homelab:sshPrivateKey < ~/.ssh/proxmox_ed25519",
  },
  consolePasswordHash: {
    required: false,
    form: /^\$(6|y|2[aby]|gy|7)\$[./A-Za-z0-9$=,]+$/,
    allowed: "must be a crypt(5) hash starting with $6$ or $y$",
    command: 'pulumi config set --secret homelab:consolePasswordHash "$(mkpasswd -m sha-512)"',
  },
};

/** One issue for every required secret that is not set. `present` are the names that are set. */
export function missingSecrets(present: readonly string[]): Issue[] {
  return SECRET_NAMES.filter((name) => KINDS[name].required && !present.includes(name)).map((name) => ({
    path: name,
    problem: "missing secret",
    got: "nothing",
    allowed: KINDS[name].allowed,
    remedy: `run ${KINDS[name].command}`,
  }));
}

/**
 * A plain-text secret, readable by everybody who can read the stack file; as others may know it, encrypting it is not
 * enough.
 */
export function plainSecret(path: string): Issue {
  return {
    path,
    problem: "secret in plain text",
    got: "a value (not shown)",
    allowed: "must be an encrypted value",
    remedy: `remove the line, change the secret and run pulumi config set --secret homelab:${path}`,
  };
}

/** Checks the form of secrets that are set. Messages never hold any part of a value. */
export function malformedSecrets(values: Readonly<Partial<Record<SecretName, string>>>): Issue[] {
  return SECRET_NAMES.flatMap((name) => {
    const value = values[name];
    if (value === undefined || hasRightForm(name, value)) return [];
    const problem =
      name === "sshPrivateKey" && isEncryptedKey(value) ? "key is protected by a passphrase" : "malformed secret";
    const { allowed, command } = KINDS[name];
    return [{ path: name, problem, got: `${value.length} characters (not shown)`, allowed, remedy: `run ${command}` }];
  });
}

function hasRightForm(name: SecretName, value: string): boolean {
  return KINDS[name].form.test(value.replaceAll("\r\n", "\n")) && !(name === "sshPrivateKey" && isEncryptedKey(value));
}

/** PEM has it in a header; the OpenSSH format has its cipher after the magic and a length (PROTOCOL.key). */
function isEncryptedKey(pem: string): boolean {
  if (/ENCRYPTED/.test(pem)) return true;
  if (!pem.includes("BEGIN OPENSSH PRIVATE KEY")) return false;
  const body = Buffer.from(pem.replace(/-----[^-]+-----/g, ""), "base64");
  const cipherStart = "openssh-key-v1\0".length + 4;
  return body.toString("latin1", cipherStart, cipherStart + 4) !== "none";
}
