import { join } from "node:path";
import { type ProfileName, profiles } from "../../rehearsal/latencies";
import { planOf } from "../engine/plan-of";
import { formatFailure } from "../engine/failure";
import type { Phase } from "../rehearsal/phase";
import { Rehearsal } from "../rehearsal/rehearsal";
import { setUpTools } from "../toolchain-setup";
import type { Bench } from "./row";

interface RehearsalToOpen {
  readonly stack: string;
  /** The text of its file. */
  readonly stackFile: string;
  /** Added to the engine's environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly profile?: ProfileName;
}

/** A simulation and an engine for a stack file's text, in the row's own folder. */
export async function openRehearsal(
  { repository, directory }: Bench,
  { stack, stackFile, env = {}, profile = "fast" }: RehearsalToOpen,
): Promise<Rehearsal> {
  const tools = await setUpTools(planOf(stackFile, stack));
  return Rehearsal.start({
    repository,
    stack,
    stackFile,
    latencies: profiles[profile],
    seed: 1,
    ...(profile === "fast" && { dialAttempts: 12 }),
    directory: join(directory, stack),
    tools: { ...tools, env: { ...tools.env, ...env } },
  });
}

/** A phase whose time counts only when it went well. */
export function well(phase: Phase): Phase {
  if (!phase.ok) throw new Error(`${phase.name} failed: ${phase.failures.map(formatFailure).join("\n")}`);
  return phase;
}
