import type { LinuxGuest } from "../guest";
import { startAptTimer } from "../packages/automatic-updates";
import type { Daemon, ServiceRun } from "../systemd/daemon";
import { readSshdConfig } from "./sshd-config";
import { listenPorts } from "./socket-generator";
import { Sshd } from "./sshd";

/** ssh.service: listens by itself on sshd_config's ports, unless the socket holds them already. */
export const sshdDaemon: Daemon = {
  matches: ([path]) => path === "/usr/sbin/sshd",
  start: (guest) =>
    listening(guest, guest.units.state("ssh.socket") === "active" ? [] : readSshdConfig(guest.tree).ports),
};

/** Units without an ExecStart: ssh.socket listens on its ListenStreams, timers wait. */
export const unitsWithoutCommand: Daemon = {
  matches: (command) => command.length === 0,
  start: (guest, unit) =>
    unit.name.endsWith(".timer")
      ? startAptTimer(guest, unit)
      : listening(guest, unit.name === "ssh.socket" ? listenPorts(unit.all("Socket.ListenStream")) : []),
};

function listening(guest: LinuxGuest, ports: readonly number[]): ServiceRun {
  const sshd = new Sshd(guest);
  const stops = ports.map((port) =>
    guest.network.listen(port, { name: "ssh", accept: (stream) => sshd.accept(stream) }),
  );
  guest.power.addEventListener("abort", () => sshd.close(), { once: true });
  let ended: (status: number) => void = () => undefined;
  const exited = new Promise<number>((resolve) => (ended = resolve));
  return {
    ready: Promise.resolve(),
    exited,
    // Connections made before live on in processes of their own, as sshd's do.
    stop: () => {
      for (const stop of stops) stop();
      ended(0);
    },
  };
}
