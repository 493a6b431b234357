import { parseArgs } from "node:util";
import { installCommand, installPackages, missingPackages } from "./conformance/debian-packages";
import { ensureImage } from "./conformance/image";
import { countJestTests } from "./testing/jest-tests";

const help = `Hands what we render to the programs that will read it: cloud-init, shells, and a real machine that boots with it.

  npm run test:conformance [-- --install]

Needs a few Debian packages, and names those that are missing; --install installs them. The machine's image is built once.
The last line is "N passed, N failed"; the exit status is 1 when any failed.`;

export async function main(args: readonly string[]): Promise<number> {
  const options = { help: { type: "boolean" }, install: { type: "boolean" } } as const;
  const { values } = parseArgs({ args: [...args], options });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const missing = missingPackages();
  if (missing.length > 0 && !values.install) {
    console.error(`The judges of these tests are not installed: ${installCommand(missing).join(" ")}`);
    return 1;
  }
  try {
    if (missing.length > 0) await installPackages(missing);
    await ensureImage((line) => console.error(line));
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
  // Machines wait for themselves most of the time: they boot side by side, beside everything else.
  const { passed, failed } = await countJestTests(["--selectProjects", "conformance", "--maxWorkers=4"]);
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 || passed === 0 ? 1 : 0;
}
