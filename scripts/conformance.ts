import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { conformanceTools } from "../toolchain/conformance";
import { ensureToolchain } from "../toolchain/ensure";
import { commandTyped, runCommand } from "./cli/command-line";
import { installCommand, installPackages, missingPackages } from "./conformance/debian-packages";
import { ensureImages } from "./conformance/image";
import { ensureProxmoxer } from "./conformance/python-client";
import { noNamespaces } from "./conformance/namespaces";
import { countJestTests } from "./testing/jest-tests";
import { withTestFolder } from "./testing/test-folder";

const about =
  "Checks everything we render with the programs that will read it: cloud-init, netplan, shells, the distributions' own programs, " +
  "the API server's validation, and real machines and control planes.";

const more = `
Needs a few Debian packages, and names those that are missing. Readers without a package are built with Go, and the
machines' images from Debian's packages, once. What was accepted before is not read again as long as everything that goes
into the judgement is the same: documents, scripts, readers, image and the tests' own code. The summary says how much that
was and since when.
The last line is "N passed, N failed"; the exit status is 1 when any failed, 2 on bad usage.`;

interface Flags {
  readonly install?: boolean;
  readonly again?: boolean;
  readonly wherePossible?: boolean;
}

/** Others work on this machine too; what is built and simulated here can wait. */
const POLITE = 10;

export function main(args: readonly string[]): Promise<number> {
  const command = commandTyped("npm run test:conformance --", about)
    .option("--install", "install the packages that are missing")
    .option("--again", "check everything again, ignoring cached results")
    .option(
      "--where-possible",
      "succeeds with a message if this machine cannot run the validators; failures still count",
    )
    .addHelpText("after", more);
  return runCommand(command, args, () => withTestFolder(() => judge(command.opts<Flags>())));
}

async function judge(values: Flags): Promise<number> {
  setPriority(POLITE);
  const modest = values.wherePossible ?? false;
  let impossible: readonly string[];
  try {
    const missing = await withPackages(values.install ?? false);
    if (missing !== undefined && !modest) throw new Error(missing);
    if (missing !== undefined) return nothingJudged(missing);
    impossible = await setUp(modest);
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
  if (values.again) process.env["HOMELAB_CONFORMANCE_AGAIN"] = "1";
  const only = impossible.map((folder) => `--testPathIgnorePatterns=/${folder}/`);
  // Four: three of them simulate a machine, whose scripts wait half of their time, and one a control plane.
  const order = `--testSequencer=${join(__dirname, "conformance", "test-order.cjs")}`;
  const { passed, failed } = await withNotes(() =>
    countJestTests(["--selectProjects", "conformance", "--maxWorkers=4", order, ...only]),
  );
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 || passed === 0 ? 1 : 0;
}

function nothingJudged(why: string): number {
  console.error(`Rendered documents were not checked: ${why}`);
  console.log("0 passed, 0 failed");
  return 0;
}

/** Has the packages installed, or says why they are not. */
async function withPackages(install: boolean): Promise<string | undefined> {
  const missing = missingPackages();
  const command = installCommand(missing).join(" ");
  if (missing.length === 0) return undefined;
  if (!install) return `the validators are not installed: ${command}; --install does this for you`;
  if (process.getuid?.() !== 0) return `the validators are not installed, and installing them needs root: ${command}`;
  try {
    await installPackages(missing);
    return undefined;
  } catch (error) {
    return `the validators cannot be installed: ${(error as Error).message}`;
  }
}

/** Has every other judge ready; hands back the folders of tests that are impossible here, which a `modest` caller can do without. */
async function setUp(modest: boolean): Promise<string[]> {
  const image = ensureImages((line) => console.error(line)).then(
    () => undefined,
    (error: Error) => error,
  );
  await ensureToolchain({ tools: conformanceTools });
  const failed = await image;
  const forbidden = noNamespaces();
  if (failed && !modest) throw failed;
  if (forbidden !== undefined && !modest) throw new Error(forbidden);
  const noClients = pythonProblem();
  if (noClients !== undefined && !modest) throw new Error(noClients);
  if (noClients !== undefined) console.error(`The Proxmox clients of others were not run: ${noClients}`);
  if (failed) console.error(`No machine was booted: ${failed.message}`);
  if (forbidden !== undefined) console.error(`No real control plane was started: ${forbidden}`);
  return [
    ...(failed ? ["first-boot"] : []),
    ...(forbidden === undefined ? [] : ["control-plane"]),
    ...(noClients === undefined ? [] : ["pve-clients"]),
  ];
}

function pythonProblem(): string | undefined {
  try {
    ensureProxmoxer();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Says afterwards what was not judged again, as the tests have noted it. */
async function withNotes<T>(action: () => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "homelab-notes-"));
  const file = join(folder, "notes");
  writeFileSync(file, "");
  process.env["HOMELAB_CONFORMANCE_NOTES"] = file;
  try {
    const result = await action();
    const notes = readFileSync(file, "utf8").trimEnd();
    if (notes !== "") console.log(`Accepted before and unchanged, so not checked again (use --again):\n${notes}`);
    return result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
