import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Command } from "commander";
import type { StackConfig, StackPlan } from "../distributions/distribution";
import { changeIssues, changeLines, doneByHand, type Wanted } from "../stack/change-issues";
import { ConfigError, formatIssue } from "../model/errors";
import { placementOf } from "../stack/last-run";
import { localAddresses } from "../stack/network-warnings";
import { parseStack } from "../stack/parse";
import { isPlacedAs, type Placement } from "../stack/place-nodes";
import { plan } from "../stack/plan";
import { missingTokens } from "../model/proxmox-tokens";
import { renderPlanText } from "../stack/render/plan-text";
import { renderTopologyMermaid } from "../stack/render/topology-mermaid";
import { renderTopologySvg } from "../stack/render/topology-svg";
import { missingSecrets } from "../model/secrets";
import { topology } from "../stack/topology";
import { commandTyped, runCommand, value } from "./cli/command-line";
import { inWords } from "./cli/in-words";
import { UsageError } from "./cli/usage-error";
import { deployedStack, type DeployedStack } from "./deployed-stack";
import { privateFolder } from "./private-folder";
import { chosenStack, stackNames, type StackAndFile } from "./stack-files";

const repository = join(__dirname, "..");

const about = "Prints what a stack file would build, without Pulumi, and draws it.";

const more = `
A stack that was made already is compared with it, where its state can be read: what every edit does is said, and
what a existing cluster cannot follow is refused, as preview and up do.

Exit status: 0 planned, 1 the configuration is wrong or refused, 2 the command is.`;

/** What a command line asks for. */
interface Request extends StackAndFile {
  readonly json: boolean;
  readonly picture?: string;
}

/** What the parser leaves of the flags. */
interface Flags {
  readonly stackFile?: string;
  readonly json?: boolean;
  readonly picture?: string;
}

export function main(args: readonly string[]): Promise<number> {
  const command = planCommand();
  return runCommand(command, args, () => run(requestOf(command)));
}

function planCommand(): Command {
  return commandTyped("npm run plan --", about)
    .argument(
      "[stack]",
      "a name, for Pulumi.<stack>.yaml of this checkout, or the path of any stack file; may be left out when there is only one",
    )
    .option("--stack-file <path>", "any stack file; with a name before it, planned under that name")
    .option("--json", "the plan as JSON, and no picture unless asked for")
    .option(
      "--picture <file>",
      "where to draw it (default .rehearsal/<stack>/topology.svg); a name in .mmd gives Mermaid",
      value(pictureFile),
    )
    .addHelpText("after", more);
}

/** What would be drawn over otherwise may be somebody's stack file. */
function pictureFile(file: string): string {
  if (/\.(svg|mmd|md)$/.test(file)) return file;
  throw new Error("must be a file in .svg, .mmd or .md, e.g. plan.svg");
}

function requestOf(command: Command): Request {
  const { stackFile, json = false, picture } = command.opts<Flags>();
  return { ...chosenStack(command.args[0], stackFile, onlyStack), json, ...(picture !== undefined && { picture }) };
}

function onlyStack(): string {
  const [only, ...others] = stackNames();
  if (only !== undefined && others.length === 0) return only;
  throw new UsageError(
    `say which stack: ${stackNames().join(", ") || "there is none here; give the path of a stack file"}`,
  );
}

async function run(request: Request): Promise<number> {
  try {
    await show(request);
    return 0;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n${error.issues.length} to mend\n`);
    return 1;
  }
}

async function show({ stack, file, json, picture }: Request): Promise<void> {
  const deployed = deployedStack(stack);
  const text = readFileSync(file, "utf8");
  const read = parseStack(text, file);
  const before = placementIn(await deployed);
  const { config, secrets, renamed } = isPlacedAs(before, read.config) ? read : parseStack(text, file, before);
  const made = plan(config, stack);
  const values = await findingsOfCharts(config, made);
  const planned = { ...made, warnings: [...made.warnings, ...localAddresses(config), ...renamed, ...values] };
  const changes = changesSince(await deployed, { config, plan: planned });
  if (json) {
    process.stderr.write(changes);
    process.stdout.write(`${JSON.stringify(planned, null, 2)}\n`);
    if (picture !== undefined) draw(planned, picture);
    return;
  }
  process.stdout.write(`${renderPlanText(planned)}${secretLines(secrets, config)}\n${changes}`);
  if (picture !== undefined) draw(planned, picture);
  const target = picture ?? drawnBeside(planned, stack);
  if (target !== undefined) process.stdout.write(`Picture: ${target}\n`);
}

/**
 * What is doubtful about values of charts that were fetched before.
 * @throws ConfigError for what such a chart refuses or swallows.
 */
async function findingsOfCharts(config: StackConfig, made: StackPlan): Promise<readonly string[]> {
  if (made.platform === undefined) return [];
  const { cachedFindings } = await import("../stack/charts/value-issues.ts");
  const { issues, warnings } = cachedFindings({ config, plan: made });
  if (issues.length > 0) throw new ConfigError(issues);
  return warnings;
}

const placementIn = (deployed: DeployedStack): Placement =>
  "unknown" in deployed ? {} : placementOf(deployed.lastRun);

/**
 * What the stack file changes of what lives.
 * @throws ConfigError for edits that what lives cannot follow.
 */
function changesSince(deployed: DeployedStack, wanted: Wanted): string {
  const { stack } = wanted.plan;
  if ("unknown" in deployed) return `Edits: compared with nothing, for ${deployed.unknown}\n`;
  const issues = changeIssues(deployed.lastRun, wanted, doneByHand(process.env));
  if (issues.length > 0) throw new ConfigError(issues);
  const lines = changeLines(deployed.lastRun, wanted);
  if (lines.length === 0) return `Edits: none since the last up of ${stack}\n`;
  return `Edits since the last up of ${stack}\n${lines.map((line) => `  ${line}\n`).join("")}\n`;
}

/** Draws where nobody said where; a checkout that cannot be written has its plan all the same. */
function drawnBeside(planned: StackPlan, stack: string): string | undefined {
  try {
    const target = join(privateFolder(repository, stack), "topology.svg");
    draw(planned, target);
    return relative("", target);
  } catch (error) {
    process.stderr.write(`No picture: ${inWords(error)}\n`);
    return undefined;
  }
}

function draw(planned: StackPlan, file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const picture = topology(planned);
  writeFileSync(file, /\.(mmd|md)$/.test(file) ? renderTopologyMermaid(picture) : renderTopologySvg(picture));
}

/** Secrets are no part of a plan: one that is missing is said, and stops nothing here. */
function secretLines(present: readonly string[], config: StackConfig): string {
  // What is in it nobody can read here.
  const tokens = present.includes("proxmoxTokens") ? [] : missingTokens(config, undefined);
  const missing = [...missingSecrets(present), ...tokens];
  const set = present.map((name) => `  ${name}: set (not shown)`);
  const lines = [...set, ...missing.map((issue) => `  ${formatIssue(issue)}`)];
  return lines.length === 0 ? "" : `\nSecrets, before the first up\n${lines.join("\n")}\n`;
}
