import { createCipheriv, pbkdf2, randomBytes } from "node:crypto";
import { promisify } from "node:util";

/** What the engine writes into a stack file for secrets that a passphrase protects. */
export interface EncryptedSecrets {
  readonly encryptionsalt: string;
  /** By key of the configuration, what stands under `secure`. */
  readonly values: Readonly<Record<string, string>>;
}

/**
 * Secrets as `pulumi config set --secret` writes them, all at once: a command for each derives the key from the passphrase
 * anew, 0.3 s of a processor. A million rounds of PBKDF2, AES-256-GCM, and a known word by which the engine tells a wrong
 * passphrase (pulumi v3.259.0, pkg/secrets/passphrase/manager.go and sdk/go/common/resource/config/crypt.go). Every engine
 * test reads them with the real engine.
 */
export async function encryptSecrets(
  passphrase: string,
  secrets: Readonly<Record<string, string>>,
): Promise<EncryptedSecrets> {
  const salt = randomBytes(8);
  const key = await promisify(pbkdf2)(passphrase, salt, 1_000_000, 32, "sha256");
  return {
    encryptionsalt: `v1:${salt.toString("base64")}:${seal(key, "pulumi")}`,
    values: Object.fromEntries(
      // The command takes the end of the line off what it is given.
      Object.entries(secrets).map(([name, value]) => [name, seal(key, value.replace(/\r?\n$/, ""))]),
    ),
  };
}

function seal(key: Buffer, text: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `v1:${nonce.toString("base64")}:${sealed.toString("base64")}`;
}
