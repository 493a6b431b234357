import ssh2 from "ssh2";

export interface SshKeyPair {
  /** In OpenSSH's own form, unencrypted. */
  readonly private: string;
  /** `ssh-ed25519 AAAA… comment`. */
  readonly public: string;
}

/**
 * A fresh ed25519 key pair. ssh2 1.17 writes one key in some two hundred a byte short, when its last byte is zero, and
 * nobody can read that one: such a pair is thrown away.
 */
export function freshKeyPair(comment = ""): SshKeyPair {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync("ed25519", { comment });
    if (!(ssh2.utils.parseKey(pair.private) instanceof Error)) return pair;
  }
}
