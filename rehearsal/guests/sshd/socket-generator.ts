import type { LinuxGuest } from "../guest";
import { readSshdConfig } from "./sshd-config";

const PATH = "/run/systemd/generator/ssh.socket.d/addresses.conf";

/**
 * Ubuntu 24.04's sshd-socket-generator: at boot and at every daemon-reload it turns sshd_config's ports into addresses of
 * ssh.socket, and writes nothing for the default port (openssh debian/patches/systemd-socket-activation).
 */
export function generateSshSocket({ tree, image }: LinuxGuest): void {
  if (!image.socketGenerator) return;
  const { ports } = readSshdConfig(tree);
  tree.remove(PATH);
  if (ports.length === 1 && ports[0] === 22) return;
  const streams = ports.flatMap((port) => [`ListenStream=0.0.0.0:${port}`, `ListenStream=[::]:${port}`]);
  tree.write(PATH, ["[Socket]", "ListenStream=", ...streams, ""].join("\n"));
}

/** Ports a socket unit listens on. */
export function listenPorts(streams: readonly string[]): readonly number[] {
  return [...new Set(streams.map((stream) => Number(stream.split(":").at(-1))))].filter((port) => port > 0);
}
