import { createPublicKey } from "node:crypto";
import ssh2 from "ssh2";

/**
 * What anybody may see of a private key, in base64 wherever it stands in a longer text. Keys on curves repeat their public
 * half inside of the private one, and whole lines of a PEM block may be nothing else. Undefined when the text is no key.
 */
export function publicHalf(privateKey: string): string | undefined {
  const blobs = [wire(privateKey), subjectPublicKeyInfo(privateKey)].filter((blob) => blob !== undefined);
  if (blobs.length === 0) return undefined;
  return blobs.flatMap((blob) => [0, 1, 2].map((shift) => shifted(blob, shift))).join("\n");
}

function shifted(blob: Buffer, shift: number): string {
  return Buffer.concat([Buffer.alloc(shift), blob]).toString("base64");
}

/** As OpenSSH writes it into authorized_keys. */
function wire(privateKey: string): Buffer | undefined {
  const parsed = ssh2.utils.parseKey(privateKey);
  return parsed instanceof Error ? undefined : parsed.getPublicSSH();
}

/** As OpenSSL writes it between `BEGIN PUBLIC KEY` and its end. */
function subjectPublicKeyInfo(privateKey: string): Buffer | undefined {
  try {
    return createPublicKey(privateKey).export({ type: "spki", format: "der" });
  } catch {
    return undefined;
  }
}
