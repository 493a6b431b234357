import { createPrivateKey, type KeyObject } from "node:crypto";

/** PKCS #8, which ssh2 does not read, in the older form of its algorithm. */
export function openSshKey(pem: string): string {
  const text = pem.trim().replaceAll("\r\n", "\n");
  if (!text.startsWith("-----BEGIN PRIVATE KEY-----")) return text;
  const key = createPrivateKey(text);
  if (key.asymmetricKeyType === "ed25519") return openSshEd25519(key);
  const type = key.asymmetricKeyType === "rsa" ? "pkcs1" : "sec1";
  return key.export({ format: "pem", type }).toString().trim();
}

/** The one form OpenSSH has for these keys (PROTOCOL.key), unencrypted. */
function openSshEd25519(key: KeyObject): string {
  const { d = "", x = "" } = key.export({ format: "jwk" });
  const [secret, open] = [Buffer.from(d, "base64url"), Buffer.from(x, "base64url")];
  const name = Buffer.from("ssh-ed25519");
  const publicPart = Buffer.concat([field(name), field(open)]);
  const twice = Buffer.alloc(8);
  const inner = Buffer.concat([twice, publicPart, field(Buffer.concat([secret, open])), field(Buffer.alloc(0))]);
  const padding = Buffer.from(Array.from({ length: (8 - (inner.length % 8)) % 8 }, (_, index) => index + 1));
  const none = field(Buffer.from("none"));
  const whole = Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    none,
    none,
    field(Buffer.alloc(0)),
    Buffer.from([0, 0, 0, 1]),
    field(publicPart),
    field(Buffer.concat([inner, padding])),
  ]);
  const lines = whole.toString("base64").replace(/.{70}/g, "$&\n");
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines.trimEnd()}\n-----END OPENSSH PRIVATE KEY-----`;
}

function field(content: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return Buffer.concat([length, content]);
}
