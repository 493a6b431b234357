import { basename } from "node:path";
import { parseArgs } from "node:util";
import type { Fault } from "../../rehearsal/faults";
import type { ProfileName } from "../../rehearsal/latencies";
import { faultHelp, parseFault } from "./fault-argument";

export const rehearseHelp = `Rehearses the whole life of a stack on a simulated host, with the real engine and the real Proxmox provider.

  npm start                                asgard
  npm start -- <stack>                     Pulumi.<stack>.yaml of this checkout
  npm start -- --stack-file <path>         any stack file
      --profile fast|real                  how long things take: default fast; real is what hardware needs
      --fault <kind>[:<target>][@<nth>]    something goes wrong, and the next run has to mend it; repeatable
      --keep                               stay up after "up", to look around; Ctrl-C ends it
      --json                               the report as JSON on standard output
      --help

Nothing outside this machine is dialled, and neither your stack file nor your state is touched. Everything is written
to .rehearsal/<stack>/: report.html, report.json, requests.jsonl, topology.svg, scripts/, logs/.

Faults:
${faultHelp()}`;

export interface RehearseOptions {
  readonly help: boolean;
  readonly stack: string;
  /** Path, when the file is not the checkout's own. */
  readonly stackFile: string | undefined;
  readonly profile: ProfileName;
  readonly faults: readonly Fault[];
  readonly keep: boolean;
  readonly json: boolean;
}

/** Reads the command line; throws with one line about what is wrong with it. */
export function parseRehearseArgs(args: readonly string[]): RehearseOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      help: { type: "boolean", default: false },
      "stack-file": { type: "string" },
      profile: { type: "string", default: "fast" },
      fault: { type: "string", multiple: true, default: [] },
      keep: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    },
  });
  const { profile, help, keep, json, fault, "stack-file": stackFile } = values;
  if (profile !== "fast" && profile !== "real")
    throw new Error(`no such profile: "${profile}"; there are fast and real`);
  if (positionals.length > 1) throw new Error(`one stack at a time, got ${positionals.join(" ")}`);
  const stack = positionals[0] ?? (stackFile === undefined ? "asgard" : stackNameOf(stackFile));
  return { help, stack, stackFile, profile, faults: fault.map(parseFault), keep, json };
}

/** `path/Pulumi.mine.yaml` is the stack `mine`. */
function stackNameOf(path: string): string {
  return /^Pulumi\.([\w.-]+)\.ya?ml$/.exec(basename(path))?.[1] ?? basename(path).replace(/[^\w-]+/g, "-");
}
