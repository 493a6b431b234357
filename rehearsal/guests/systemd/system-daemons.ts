import { account } from "../accounts";
import type { LinuxGuest } from "../guest";
import { applySysctls, loadConfiguredModules } from "../programs/kernel";
import { quoteWords } from "../shell/quote";
import { loginEnvironment, type ShellSession } from "../shell/session";
import { runShell } from "../shell/shell";
import type { Daemon, ServiceRun } from "./daemon";

const idle = (path: string): Daemon => ({ matches: ([command]) => command === path, start: (guest) => forever(guest) });

const once = (path: string, work: (guest: LinuxGuest) => readonly string[]): Daemon => ({
  matches: ([command]) => command === path,
  start: (guest, unit) => {
    const errors = work(guest);
    for (const error of errors) guest.journal.write(unit.name, error);
    return ended(errors.length > 0 ? 1 : 0);
  },
});

/** The guest agent speaks only where the hypervisor put its device; without it the start job waits and fails. */
const guestAgent: Daemon = {
  matches: ([command]) => command === "/usr/sbin/qemu-ga",
  start: (guest) => (guest.hardware.agentDevice ? forever(guest) : ended(1)),
};

/** Anything else that a unit names runs under a shell until it ends. */
const anything: Daemon = {
  matches: (command) => command.length > 0,
  start: (guest, unit) => {
    const root = account(guest.tree, "root");
    if (!root) return ended(217);
    const stop = new AbortController();
    const session: ShellSession = { guest, argv: [], signal: AbortSignal.any([stop.signal, guest.power]) };
    const exited = runShell(session, root, quoteWords(unit.command()), { env: loginEnvironment(root), cwd: "/" }).then(
      (result) => {
        guest.context.events.emit({ kind: "service", machine: guest.name, unit: unit.name, argv: session.argv });
        guest.journal.write(unit.name, result.stdout + result.stderr);
        return result.exitCode;
      },
    );
    return {
      ready: unit.get("Service.Type") === "oneshot" ? new Promise(() => undefined) : Promise.resolve(),
      exited,
      stop: () => stop.abort(),
    };
  },
};

export const systemDaemons: readonly Daemon[] = [
  once("/usr/lib/systemd/systemd-modules-load", loadConfiguredModules),
  once("/usr/lib/systemd/systemd-sysctl", applySysctls),
  once("/usr/lib/ufw/ufw-init", () => []),
  once("/usr/lib/console-setup/console-setup.sh", () => []),
  idle("/usr/lib/systemd/systemd-timesyncd"),
  idle("/usr/share/unattended-upgrades/unattended-upgrade-shutdown"),
  guestAgent,
];

/** Comes after every daemon that knows its program. */
export const lastResort: readonly Daemon[] = [anything];

/** A service that runs until it is stopped or the power goes. */
export function forever(guest: LinuxGuest): ServiceRun {
  let end: (status: number) => void = () => undefined;
  const exited = new Promise<number>((resolve) => (end = resolve));
  guest.power.addEventListener("abort", () => end(0), { once: true });
  return { ready: Promise.resolve(), exited, stop: () => end(0) };
}

function ended(status: number): ServiceRun {
  return { ready: new Promise(() => undefined), exited: Promise.resolve(status), stop: () => undefined };
}
