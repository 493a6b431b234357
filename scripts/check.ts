import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { changedBetween, type FilesByHash, filesByHash, keepFiles, keptFiles } from "./checking/files-by-hash";
import { countOf, everyTest, quickTests, type Selection } from "./checking/quick-tests";
import { commandTyped, runCommand } from "./cli/command-line";

const about = "Checks everything that needs no simulation: format, lint, types, and the tests of model and components.";

const more = `
All four run, two at a time, even if one fails. Format, lint and tests each look only at what has changed since they last
passed in this checkout, and say so.

Exit status: 0 all passed, 1 at least one failed, 2 bad usage.`;

const repository = join(__dirname, "..");
const bin = (name: string): string => join(repository, "node_modules", ".bin", name);
const cache = join(repository, "node_modules", ".cache");

/** What a check runs; without a command there is nothing to do. */
interface Run {
  readonly command?: readonly [string, ...string[]];
  readonly which: string;
}

/** `changed` is undefined if everything has to be checked. */
type Check = readonly [name: string, runFor: (changed: readonly string[] | undefined, now: FilesByHash) => Run];

/** The longest first, so that two at a time end together. */
const checks: readonly Check[] = [
  ["tests", (changed, now) => testsFor(changed, now)],
  [
    "lint",
    (changed, now) =>
      filesFor(changed, now, /\.ts$/, [
        bin("eslint"),
        "--no-warn-ignored",
        "--cache",
        "--cache-location",
        join(cache, "eslint/"),
      ]),
  ],
  [
    "types",
    () => ({ command: [bin("tsc"), "--noEmit", "--incremental", "--tsBuildInfoFile", typesOf()], which: "all" }),
  ],
  [
    "format",
    (changed, now) =>
      filesFor(changed, now, /./, [bin("prettier"), "--check", "--log-level", "warn", "--ignore-unknown", "--cache"]),
  ],
];

export function main(args: readonly string[]): Promise<number> {
  const command = commandTyped("npm run check --", about)
    .option("--all", "checks everything, whatever has changed")
    .addHelpText("after", more);
  return runCommand(command, args, () => check(command.opts<{ all?: true }>().all === true));
}

async function check(all: boolean): Promise<number> {
  const now = filesByHash(repository) ?? {};
  const waiting = [...checks];
  const work = async (): Promise<boolean> => {
    let good = true;
    for (let next = waiting.shift(); next; next = waiting.shift()) good = (await perform(next, all, now)) && good;
    return good;
  };
  const results = await Promise.all([work(), work()]);
  return results.every(Boolean) ? 0 : 1;
}

/** Runs one check, and remembers the files that passed it. */
async function perform([name, runFor]: Check, all: boolean, now: FilesByHash): Promise<boolean> {
  const record = join(cache, "checks", `${name}.json`);
  const before = all ? undefined : keptFiles(record);
  const changed = before && Object.keys(now).length > 0 ? changedBetween(before, now) : undefined;
  const passed = await report(name, runFor(changed, now));
  if (passed) keepFiles(record, now);
  return passed;
}

function testsFor(changed: readonly string[] | undefined, now: FilesByHash): Run {
  const read = (path: string): string | undefined =>
    path in now ? readFileSync(join(repository, path), "utf8") : undefined;
  const { args, which }: Selection =
    changed === undefined ? everyTest("as asked or not run yet") : quickTests(changed, Object.keys(now), read);
  if (!args) return { which };
  return { command: [bin("jest"), ...args, "--maxWorkers=100%", "--silent"], which };
}

/** More names than these are too many for a command line; the checks read all files then. */
const MANY = 500;

/** A program that takes names of files: all of them where the configuration of a check may have changed. */
function filesFor(
  changed: readonly string[] | undefined,
  now: FilesByHash,
  of: RegExp,
  command: readonly [string, ...string[]],
): Run {
  const everything = changed === undefined || changed.length > MANY || changed.some((path) => CONFIGURES.test(path));
  if (everything) return { command: [...command, "."], which: "all files" };
  const files = changed.filter((path) => path in now && of.test(path));
  if (files.length === 0) return { which: "no file, as none has changed since it passed" };
  return { command: [...command, ...files], which: countOf(files) };
}

const CONFIGURES =
  /^(package(-lock)?\.json|tsconfig\.json|eslint\.config\.mjs|\.prettier.*|\.editorconfig|\.gitignore)$/;

const typesOf = (): string => join(cache, "types.tsbuildinfo");

/** Runs a check and shows what it prints only if it failed. */
async function report(name: string, { command, which }: Run): Promise<boolean> {
  const began = performance.now();
  const { status, said } = command ? await outcomeOf(command) : { status: 0, said: "" };
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const count = /^Tests:\s+.*?(\d+) total$/m.exec(said)?.[1];
  const what = count === undefined ? which : `${count}: ${which}`;
  console.log(`${status === 0 ? "✔" : "✘"} ${name} (${seconds} s): ${what}${status === 0 ? "" : `\n${said}`}`);
  return status === 0;
}

async function outcomeOf([file, ...args]: readonly [string, ...string[]]): Promise<{ status: number; said: string }> {
  const child = spawn(file, args, { cwd: repository, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (said += text.toString()));
  const status = await new Promise<number>((resolve) => {
    child.on("error", () => resolve(127));
    child.on("close", (code) => resolve(code ?? 1));
  });
  return { status, said };
}
