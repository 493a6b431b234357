import { mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { parseArgs } from "node:util";
import type { ClusterPlan } from "../model/cluster-plan";
import { ConfigError, formatIssue } from "../model/errors";
import { loadStackFile } from "../model/load-stack-file";
import { parseConfig } from "../model/parse";
import { plan } from "../model/plan";
import { renderPlanText } from "../model/render/plan-text";
import { renderTopologyMermaid } from "../model/render/topology-mermaid";
import { renderTopologySvg } from "../model/render/topology-svg";
import { missingSecrets } from "../model/secrets";
import { topology } from "../model/topology";
import { noSuchStackFile, stackFileOf, stackNames } from "./stack-files";

const HELP = `npm run plan -- [stack] [options]

Prints what a stack file would build, without Pulumi, and draws it.

  stack               name of a Pulumi.<stack>.yaml here; may be left out when there is only one
  --stack-file FILE   any stack file instead
  --json              the plan as JSON, and no picture unless asked for
  --picture FILE      where to draw it (default .rehearsal/<stack>/topology.svg); a name in .mmd gives Mermaid
  --help              this text

Exit status: 0 planned, 1 the configuration is wrong, 2 the command is.
`;

/** What a command line asks for. */
interface Request {
  readonly stack: string;
  readonly file: string;
  readonly json: boolean;
  readonly picture?: string;
}

/** A command line that cannot be understood; the message says what would be. */
class UsageError extends Error {}

/** Runs the command; the answer is its exit status. */
export function main(argv: readonly string[]): Promise<number> {
  return Promise.resolve(run(argv));
}

function run(argv: readonly string[]): number {
  try {
    const request = readArguments(argv);
    if (request === "help") process.stdout.write(HELP);
    else show(request);
    return 0;
  } catch (error) {
    return explain(error);
  }
}

function readArguments(argv: readonly string[]): Request | "help" {
  const { values, positionals } = parse(argv);
  if (values.help) return "help";
  if (positionals.length > 1) throw new UsageError(`one stack at a time, got ${positionals.join(", ")}`);
  const stack = positionals[0] ?? stackOf(values["stack-file"]);
  const file = values["stack-file"] ?? stackFileOf(stack);
  return { stack, file, json: values.json ?? false, ...(values.picture !== undefined && { picture: values.picture }) };
}

function parse(argv: readonly string[]) {
  const flag = { type: "boolean" } as const;
  const name = { type: "string" } as const;
  try {
    const options = { help: flag, json: flag, picture: name, "stack-file": name };
    return parseArgs({ args: [...argv], allowPositionals: true, options });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** The stack a file is of, or the only one there is. */
function stackOf(file: string | undefined): string {
  if (file !== undefined) return basename(file).replace(/^Pulumi\.|\.ya?ml$/g, "");
  const [only, ...others] = stackNames();
  if (only === undefined || others.length > 0) throw new UsageError(`say which stack: ${stackNames().join(", ")}`);
  return only;
}

function show({ stack, file, json, picture }: Request): void {
  const { raw, secrets } = loadStackFile(file);
  const planned = plan(parseConfig(raw), stack);
  if (json) {
    process.stdout.write(`${JSON.stringify(planned, null, 2)}\n`);
    if (picture !== undefined) draw(planned, picture);
    return;
  }
  const target = picture ?? join(".rehearsal", stack, "topology.svg");
  draw(planned, target);
  process.stdout.write(`${renderPlanText(planned)}${secretLines(secrets)}\nPicture: ${target}\n`);
}

function draw(planned: ClusterPlan, file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const picture = topology(planned);
  writeFileSync(file, /\.(mmd|md)$/.test(file) ? renderTopologyMermaid(picture) : renderTopologySvg(picture));
}

/** Secrets are no part of a plan: one that is missing is said, and stops nothing here. */
function secretLines(present: readonly string[]): string {
  const missing = missingSecrets(present);
  const set = present.map((name) => `  ${name}: set (not shown)`);
  const lines = [...set, ...missing.map((issue) => `  ${formatIssue(issue)}`)];
  return lines.length === 0 ? "" : `\nSecrets, before the first up\n${lines.join("\n")}\n`;
}

function explain(error: unknown): number {
  if (error instanceof ConfigError) {
    process.stderr.write(`${error.message}\n${error.issues.length} to mend\n`);
    return 1;
  }
  const message = error instanceof UsageError ? error.message : missingFileMessage(error);
  if (message === undefined) throw error;
  process.stderr.write(`${message}\nTry npm run plan -- --help\n`);
  return 2;
}

function missingFileMessage(error: unknown): string | undefined {
  const { code, path } = Object(error) as { code?: unknown; path?: unknown };
  return code === "ENOENT" ? noSuchStackFile(String(path)) : undefined;
}
