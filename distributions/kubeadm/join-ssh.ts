import type { RenderedFile } from "../../model/render/rendered-file";

/** The system user that may do only one thing on a control plane: request a token. */
export const JOIN_USER = "homelab-join";
export const JOIN_HOME = "/var/lib/homelab-join";

/** sshd adds up AllowUsers over all its files. */
export const JOIN_SSHD_PATH = "/etc/ssh/sshd_config.d/20-homelab-join.conf";

export const JOIN_TOKEN_PATH = "/usr/local/sbin/homelab-join-token";

/** Public keys that may request a join token, each for one kind of machine. */
export interface JoinKeys {
  readonly worker: string;
  readonly server: string;
}

/**
 * How a joining machine gets its token: over SSH from a running control plane, on demand. sshd runs only one command for its
 * key; a worker's key never yields what a control plane needs.
 */
export function joinSshFiles(keys: JoinKeys): RenderedFile[] {
  return [
    { path: `${JOIN_HOME}/.ssh/authorized_keys`, mode: "0644", content: authorizedKeys(keys) },
    { path: "/etc/sudoers.d/91-homelab-join", mode: "0440", content: sudoers() },
    { path: JOIN_SSHD_PATH, mode: "0600", content: `AllowUsers ${JOIN_USER}\n` },
  ];
}

/** known_hosts for these machines: exactly their own keys. */
export function knownHosts(hosts: readonly { address: string; hostKey: string }[], port: number): string {
  const name = (address: string) => (port === 22 ? address : `[${address}]:${port}`);
  return hosts.map(({ address, hostKey }) => `${name(address)} ${hostKey}\n`).join("");
}

function authorizedKeys(keys: JoinKeys): string {
  const line = (kind: keyof JoinKeys) => `restrict,command="sudo -n ${JOIN_TOKEN_PATH} ${kind}" ${keys[kind]}\n`;
  return line("worker") + line("server");
}

function sudoers(): string {
  return `${JOIN_USER} ALL=(root) NOPASSWD: ${JOIN_TOKEN_PATH} worker, ${JOIN_TOKEN_PATH} server\n`;
}
