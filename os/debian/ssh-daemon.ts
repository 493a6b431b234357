import type { SshDaemon } from "../node-os";

/**
 * Debian listens through ssh.service, which reads the port from sshd's configuration; ssh.socket exists, but is disabled.
 */
export const sshDaemon: SshDaemon = {
  unit: "ssh.service",
  files: () => [],
  restart: [["systemctl", "restart", "ssh.service"]],
};
