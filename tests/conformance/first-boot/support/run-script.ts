import type { Ran } from "../../../rehearsal/guests/support";
import type { GuestShell } from "./guest-shell";

/** Runs a script as the program does. */
export function runScript(shell: GuestShell, script: string, step: string): Promise<Ran> {
  return shell.run(`sudo -n sh -s -- ${step}`, script);
}

const RECORD = "/run/arguments";

/** The same, while every program it starts is written down with its arguments; hands these back too. */
export async function watchScript(shell: GuestShell, script: string, step: string): Promise<Ran & { calls: string }> {
  const trace = `strace -f --seccomp-bpf -qq -e trace=execve -e signal=none -s 65536 -v -o ${RECORD}`;
  const ran = await shell.run(`sudo -n ${trace} sh -s -- ${step}`, script);
  return { ...ran, calls: await shell.read(`sudo -n cat ${RECORD} && sudo -n rm ${RECORD}`) };
}

/** In how many lines of the journal and of the logs one of the words is. */
export async function logged(shell: GuestShell, ...words: readonly string[]): Promise<number> {
  await shell.read("sudo -n journalctl --sync");
  const search = "{ journalctl --no-pager -a -o cat; cat /var/log/*.log; } | grep -cF -f /tmp/words";
  const { stdout } = await shell.run(`cat >/tmp/words; sudo -n sh -c '${search}'; rm /tmp/words`, words.join("\n"));
  return Number(stdout);
}
