import type { RenderedFile } from "../model/render/rendered-file";

/** Read before the image's own files in the folder; sshd keeps the first value it meets. */
const SSHD_CONFIG_PATH = "/etc/ssh/sshd_config.d/10-homelab.conf";

/** Keys only, one user only, and only the host key this machine was given. */
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
