import type { SshDaemon } from "../node-os";

/**
 * Ubuntu 24.04 listens through ssh.socket. Its generator writes `addresses.conf` from sshd_config's port; this file sorts
 * after it and resets the list, so that the port is right with and without the generator.
 */
const PATH = "/etc/systemd/system/ssh.socket.d/listen.conf";

export const sshDaemon: SshDaemon = {
  unit: "ssh.service",
  files: (port) => [{ path: PATH, mode: "0644", content: listen(port) }],
  restart: [
    ["systemctl", "daemon-reload"],
    // systemd refuses to start the socket of a running service.
    ["systemctl", "stop", "ssh.service"],
    ["systemctl", "restart", "ssh.socket"],
  ],
};

/** The empty ListenStream resets all previous addresses; the two after it are one for each address family. */
const listen = (port: number) =>
  `[Socket]\nListenStream=\nListenStream=0.0.0.0:${port}\nListenStream=[::]:${port}\nBindIPv6Only=ipv6-only\n`;
