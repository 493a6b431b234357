import {
  renderAgentScript,
  renderNodeScript,
  renderServerScript,
  renderTurnScript,
} from "../../../../model/render/rke2-script";
import type { Ran } from "../../../rehearsal/guests/support";
import { asgard, planOf } from "./documents";
import type { GuestShell } from "./guest-shell";

export const MASTER = "valaskjalf-master-1";
export const WORKER = "valaskjalf-worker-3";

/** Nothing else on a machine looks like them. */
export const secrets = { token: "5e12e7".repeat(10), agentToken: "a9e27".repeat(12) };

const master = planOf(MASTER);
const worker = planOf(WORKER);

export const serverScript = (caHash: string): string => renderServerScript(asgard, master, { ...secrets, caHash });
export const agentScript = (caHash: string): string =>
  renderAgentScript(asgard, worker, { agentToken: secrets.agentToken, caHash });
export const workerNodeScript = (): string => renderNodeScript(worker);
export const turnScript = (): string => renderTurnScript(asgard, master, planOf("valaskjalf-master-2"));

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
