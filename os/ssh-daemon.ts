/** Read before the image's own files in the folder; sshd keeps the first value it meets. */
export const SSHD_CONFIG_PATH = "/etc/ssh/sshd_config.d/10-homelab.conf";

/**
 * Ubuntu 24.04 listens through ssh.socket. Its generator writes `addresses.conf` from sshd_config's port, on releases that
 * have one; this file sorts after it and starts the list anew, so that the port is right with and without the generator.
 */
export const SSH_SOCKET_PATH = "/etc/systemd/system/ssh.socket.d/listen.conf";

/** Keys only, one user only, and only the host key this machine was given. */
export function sshdConfig(user: string, port: number): string {
  return text([
    `Port ${port}`,
    "HostKey /etc/ssh/ssh_host_ed25519_key",
    "PermitRootLogin no",
    "PasswordAuthentication no",
    "KbdInteractiveAuthentication no",
    "AuthenticationMethods publickey",
    `AllowUsers ${user}`,
    "X11Forwarding no",
  ]);
}

/** The empty ListenStream forgets every address given before; the two after it are one for each family. */
export function sshSocketDropIn(port: number): string {
  return text([
    "[Socket]",
    "ListenStream=",
    `ListenStream=0.0.0.0:${port}`,
    `ListenStream=[::]:${port}`,
    "BindIPv6Only=ipv6-only",
  ]);
}

/**
 * Commands that make sshd listen on the new port: by socket (Ubuntu 24.04) where that is enabled, else by service
 * (Debian 12). A running service must stop first: systemd refuses to start the socket of a service that runs.
 */
export function applySshPort(): (string | string[])[] {
  const bySocket = "systemctl stop ssh.service; systemctl restart ssh.socket";
  return [
    ["systemctl", "daemon-reload"],
    [
      "sh",
      "-c",
      `if systemctl is-enabled --quiet ssh.socket; then ${bySocket}; else systemctl restart ssh.service; fi`,
    ],
  ];
}

const text = (lines: readonly string[]) => `${lines.join("\n")}\n`;
