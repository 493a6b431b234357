import type { GuestShell } from "./guest-shell";
import { runScript } from "./run-script";
import { NODES } from "./site";

/** What a control plane runs for one worker, before and after it restarts. */
export interface WorkerScripts {
  readonly drain: string;
  readonly node: string;
}

/** Resizes a worker as `up` does, and tells whether its node was cordoned before, in between and after. */
export async function resize(shell: GuestShell, worker: string, { drain, node }: WorkerScripts): Promise<boolean[]> {
  const cordoned = async () => (await shell.run(`test -e ${NODES}/${worker}/cordoned`)).code === 0;
  const seen = [await cordoned()];
  for (const [script, step] of [
    [drain, "drain_worker"],
    [node, "register"],
  ] as const) {
    const { code, stderr } = await runScript(shell, script, step);
    if (code !== 0) throw new Error(stderr);
    seen.push(await cordoned());
  }
  return seen;
}
