import { Option, type Command } from "commander";
import type { SimulationFault } from "../../rehearsal/faults";
import type { ProfileName } from "../../rehearsal/latencies";
import { anySeed, parseSeed, type Seed } from "pve-simulator";
import { commandTyped, value, values } from "../cli/command-line";
import { chosenStack, type StackAndFile } from "../stack-files";
import { type EarlierStackFile, earlierStackFile } from "./earlier-stack-file";
import { faultHelp, parseFault } from "./fault-argument";

/** What `npm start` is asked for. */
export interface RehearseOptions extends StackAndFile {
  readonly profile: ProfileName;
  /** Comes up first; then the stack's own file is applied to its cluster. */
  readonly from?: EarlierStackFile;
  readonly faults: readonly SimulationFault[];
  /** What chance follows; any, unless it was given. */
  readonly seed: Seed;
  readonly keep: boolean;
  readonly json: boolean;
}

/** What the parser leaves of the flags. */
interface Flags {
  readonly stackFile?: string;
  readonly from?: string;
  readonly profile: ProfileName;
  readonly fault?: readonly SimulationFault[];
  readonly seed?: Seed;
  readonly keep?: boolean;
  readonly json?: boolean;
}

const about =
  "Rehearses the life cycle of a stack on a simulated host, with the real engine and the real Proxmox provider.";

const more = `
Nothing outside this machine is dialled, and neither your stack file nor your state is touched. Everything is written
to .rehearsal/<stack>/: report.html, report.json, requests.jsonl, topology.svg, scripts/, logs/.

With --from the stack comes up from the earlier file first. Then the file as it is now is applied to the running cluster,
and the report says which machines that creates, restarts, drains or replaces, which it leaves alone, and what it takes.

Faults:
${faultHelp()}

Exit status: 0 all went well, 1 anything was wrong, 2 bad usage, 130 interrupted.`;

export function rehearseCommand(): Command {
  return commandTyped("npm start --", about)
    .argument(
      "[stack]",
      "a name, for Pulumi.<stack>.yaml of this checkout, or the path of any stack file (default asgard)",
    )
    .option("--stack-file <path>", "any stack file; with a name before it, rehearsed under that name")
    .option(
      "--from <revision|path>",
      "rehearses the change from this stack file, e.g. HEAD for the edits since the last commit",
    )
    .addOption(
      new Option("--profile <profile>", "how long operations take; real is as slow as hardware")
        .choices(["fast", "real"])
        .default("fast"),
    )
    .option(
      "--fault <kind[:target][@nth]>",
      "injects a fault, from which the next up has to recover; repeatable",
      values(parseFault),
    )
    .option(
      "--seed <number>",
      "repeats the random choices of the run that printed this seed; default random",
      value(parseSeed),
    )
    .option("--keep", 'pause after "up" to look around; Ctrl-C continues')
    .option("--json", "the report as JSON on standard output")
    .addHelpText("after", more);
}

/** What a parsed command line asks for; throws UsageError for a stack that cannot be had. */
export function rehearseOptions(command: Command): RehearseOptions {
  const {
    stackFile,
    from,
    profile,
    fault: faults = [],
    seed = anySeed(),
    keep = false,
    json = false,
  } = command.opts<Flags>();
  const [named] = command.args;
  const chosen = chosenStack(named, stackFile, () => "asgard");
  const earlier = from === undefined ? {} : { from: earlierStackFile(from, chosen.file) };
  return { ...chosen, ...earlier, profile, faults, seed, keep, json };
}
