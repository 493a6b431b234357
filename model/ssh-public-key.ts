/** Public key types that OpenSSH still accepts by default; sk types are on hardware tokens (sshd_config(5)). */
const KEY_TYPES = [
  "ssh-ed25519",
  "sk-ssh-ed25519@openssh.com",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "sk-ecdsa-sha2-nistp256@openssh.com",
  "ssh-rsa",
];

/** What is wrong with a line of authorized_keys; undefined when it is a public key. Never quotes the line. */
export function publicKeyProblem(line: string): string | undefined {
  if (line.includes("PRIVATE KEY")) return "private key where a public one belongs";
  const [type = "", blob = ""] = line.trim().split(/\s+/);
  if (!KEY_TYPES.includes(type)) return "malformed public key (unknown type)";
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(blob)) return "malformed public key (no base64)";
  const fields = wireStrings(Buffer.from(blob, "base64"));
  if (!fields || fields.length < 2) return "malformed public key (cut off)";
  if (fields[0]?.toString("latin1") !== type) return "malformed public key (says another type inside)";
  if (type.includes("ed25519") && fields[1]?.length !== 32) return "malformed public key (wrong length)";
  if (type === "ssh-rsa" && bitsOf(fields[2]) < LEAST_RSA_BITS)
    return `RSA key of ${bitsOf(fields[2])} bits, which sshd refuses`;
  return undefined;
}

/** sshd_config(5), RequiredRSASize: shorter ones are not accepted. */
const LEAST_RSA_BITS = 1024;

/** Bit length of an SSH mpint: big-endian, with a zero byte before a leading one bit. */
function bitsOf(number: Buffer = Buffer.alloc(0)): number {
  const digits = BigInt(`0x0${number.toString("hex")}`).toString(2);
  return digits === "0" ? 0 : digits.length;
}

/** The length-prefixed fields of an SSH blob (RFC 4251 §5); undefined unless they fill it exactly. */
function wireStrings(blob: Buffer): Buffer[] | undefined {
  const fields: Buffer[] = [];
  for (let at = 0; at < blob.length;) {
    const end = at + 4 <= blob.length ? at + 4 + blob.readUInt32BE(at) : Infinity;
    if (end > blob.length) return undefined;
    fields.push(blob.subarray(at + 4, end));
    at = end;
  }
  return fields;
}
