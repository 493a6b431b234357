import { join } from "node:path";
import { profiles } from "../../rehearsal/latencies";
import { formatFailure } from "../engine/failure";
import type { Phase } from "../rehearsal/phase";
import { Rehearsal } from "../rehearsal/rehearsal";
import { setUpTools } from "../toolchain-setup";
import type { Bench } from "./row";

/** A simulation and an engine for a stack file's text, in the row's own folder; `env` is added to the engine's. */
export async function openRehearsal(
  { repository, directory }: Bench,
  { stack, stackFile, env = {} }: { stack: string; stackFile: string; env?: Readonly<Record<string, string>> },
): Promise<Rehearsal> {
  const tools = await setUpTools();
  return Rehearsal.start({
    repository,
    stack,
    stackFile,
    latencies: profiles.fast,
    seed: 1,
    dialAttempts: 12,
    directory: join(directory, stack),
    tools: { ...tools, env: { ...tools.env, ...env } },
  });
}

/** A phase whose time counts only when it went well. */
export function well(phase: Phase): Phase {
  if (!phase.ok) throw new Error(`${phase.name} failed: ${phase.failures.map(formatFailure).join("\n")}`);
  return phase;
}
