import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { formatIssue } from "../../model/errors";
import { malformedSecrets, missingSecrets, type SecretName } from "../../model/secrets";

const token = "pulumi@pve!homelab=01234567-89ab-cdef-0123-456789abcdef";
const pem = (options: object) =>
  generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem", ...options });
const messages = (values: Partial<Record<SecretName, string>>) => malformedSecrets(values).map(formatIssue);

/** The OpenSSH container of a key, as far as its cipher: all a check reads. */
function openSshKey(cipher: string): string {
  const length = Buffer.from([0, 0, 0, cipher.length]);
  const body = Buffer.concat([Buffer.from("openssh-key-v1\0"), length, Buffer.from(cipher), Buffer.alloc(60)]);
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${body.toString("base64")}\n-----END OPENSSH PRIVATE KEY-----\n`;
}

describe("secrets", () => {
  it("are reported with the command that sets each missing one", () => {
    expect(missingSecrets([]).map((issue) => [issue.path, issue.remedy])).toEqual([
      ["proxmoxToken", "run pulumi config set --secret homelab:proxmoxToken 'pulumi@pve!homelab=<uuid>'"],
      ["sshPrivateKey", "run pulumi config set --secret homelab:sshPrivateKey < ~/.ssh/proxmox_ed25519"],
    ]);
  });

  it("are complete when the required ones are set", () => {
    expect(missingSecrets(["proxmoxToken", "sshPrivateKey"])).toEqual([]);
  });

  it("may be a token, unencrypted keys and crypt hashes", () => {
    expect(
      messages({ proxmoxToken: token, sshPrivateKey: pem({}) as string, consolePasswordHash: "$6$ab$cd./" }),
    ).toEqual([]);
    expect(messages({ sshPrivateKey: openSshKey("none"), consolePasswordHash: "$y$j9T$ab$cd" })).toEqual([]);
  });

  it("fail when a key is protected by a passphrase, in either format", () => {
    const encrypted = pem({ cipher: "aes-256-cbc", passphrase: "x" }) as string;
    expect(messages({ sshPrivateKey: encrypted })[0]).toMatch(/^sshPrivateKey: key is protected by a passphrase/);
    expect(messages({ sshPrivateKey: openSshKey("aes256-ctr") })[0]).toMatch(/^sshPrivateKey: key is protected/);
  });

  it("fail when a public key or a password is given in place of key and hash", () => {
    expect(messages({ sshPrivateKey: "ssh-ed25519 AAAA", consolePasswordHash: "password" })).toHaveLength(2);
  });

  it("fail for a token without its user, id or secret", () => {
    const wrong = ["pulumi@pve", "pulumi!homelab=01234567-89ab-cdef-0123-456789abcdef", `${token}0`, "homelab"];
    expect(wrong.filter((proxmoxToken) => messages({ proxmoxToken }).length !== 1)).toEqual([]);
  });

  it("never appear in a message", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9]{12,40}$/), (value) => {
        const all = messages({ proxmoxToken: value, sshPrivateKey: value, consolePasswordHash: value });
        expect(all).toHaveLength(3);
        expect(all.join("\n")).not.toContain(value);
      }),
    );
  });
});
