import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Document } from "../documents/document";
import { inFolder, run } from "./program";
import type { Reader } from "./reader";
import { isScript } from "./shells";

/** SC2034: not every role reads every variable. SC2317: the last line calls functions by name. */
const IGNORED = "SC2034,SC2317";

export const shellcheck: Reader = {
  name: "shellcheck",
  reads: isScript,
  judge: (documents) => inFolder((folder) => check(folder, documents)),
  mistakes: [
    {
      what: "an expansion without quotes",
      from: /^say\(\) \{/m,
      to: "wipe() { rm -rf $1/*; }\nsay() {",
      named: "SC2086",
    },
    { what: "what only bash can do", from: /^say\(\) \{/m, to: "list() { a=(1 2); }\nsay() {", named: "SC3030" },
  ],
};

async function check(folder: string, documents: readonly Document[]): Promise<string[][]> {
  const files = documents.map((_, index) => `${index}.sh`);
  await Promise.all(documents.map(({ text }, index) => writeFile(join(folder, `${index}.sh`), text)));
  const options = ["-s", "sh", "-e", IGNORED, "-f", "gcc"];
  const { status, stdout, stderr } = await run("shellcheck", [...options, ...files], "", folder);
  if (status !== 0 && status !== 1) throw new Error(`shellcheck ended with ${status}: ${stderr}`);
  const lines = stdout.split("\n");
  return files.map((file) => lines.filter((line) => line.startsWith(`${file}:`)));
}
