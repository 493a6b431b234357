import type { RenderedFile } from "../model/render/rendered-file";

/** Read before the image's own files in the folder; sshd uses the first value. */
const SSHD_CONFIG_PATH = "/etc/ssh/sshd_config.d/10-homelab.conf";

/** Only keys, only one user, and only this machine's host key. */
export function sshdConfig(user: string, port: number): RenderedFile {
  const lines = [
    `Port ${port}`,
    "HostKey /etc/ssh/ssh_host_ed25519_key",
    "PermitRootLogin no",
    "PasswordAuthentication no",
    "KbdInteractiveAuthentication no",
    "AuthenticationMethods publickey",
    `AllowUsers ${user}`,
    "X11Forwarding no",
  ];
  return { path: SSHD_CONFIG_PATH, mode: "0600", content: lines.map((line) => `${line}\n`).join("") };
}
