import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { conformanceTools } from "../toolchain/conformance";
import { ensureToolchain } from "../toolchain/ensure";
import { installCommand, installPackages, missingPackages } from "./conformance/debian-packages";
import { ensureImage } from "./conformance/image";
import { countJestTests } from "./testing/jest-tests";

const help = `Hands what we render to the programs that will read it: cloud-init, netplan, shells, kubeadm, Talos, the API server's
own checks, and a real machine that boots with it.

  npm run test:conformance [-- --install] [-- --again]

Needs a few Debian packages, and names those that are missing; --install installs them. Readers without a package are
built with Go, and the machine's image from Debian's packages, once. What was accepted before is not read again as long
as everything that goes into the judgement is the same: documents, scripts, readers, image and the tests' own code. The
summary says how much that was and since when; --again judges everything anew.
The last line is "N passed, N failed"; the exit status is 1 when any failed.`;

/** Others work on this machine too; what is built and simulated here can wait. */
const POLITE = 10;

export async function main(args: readonly string[]): Promise<number> {
  const flag = { type: "boolean" } as const;
  const { values } = parseArgs({ args: [...args], options: { help: flag, install: flag, again: flag } });
  if (values.help) {
    console.log(help);
    return 0;
  }
  setPriority(POLITE);
  try {
    await setUp(values.install ?? false);
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
  if (values.again) process.env["HOMELAB_CONFORMANCE_AGAIN"] = "1";
  const { passed, failed } = await withNotes(() =>
    countJestTests(["--selectProjects", "conformance", "--maxWorkers=3"]),
  );
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 || passed === 0 ? 1 : 0;
}

async function setUp(install: boolean): Promise<void> {
  const missing = missingPackages();
  if (missing.length > 0 && !install) {
    const command = installCommand(missing).join(" ");
    throw new Error(`The judges of these tests are not installed: ${command}\nWith --install this happens here.`);
  }
  if (missing.length > 0) await installPackages(missing);
  await Promise.all([ensureImage((line) => console.error(line)), ensureToolchain({ tools: conformanceTools })]);
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
    if (notes !== "") console.log(`Unchanged since they were accepted, and not judged again (--again does):\n${notes}`);
    return result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
