import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { inFolder, run } from "./program";
import type { Reader } from "./reader";

/** systemd's own check of a unit; of what it does not know it only complains, and goes on without. */
export const systemd: Reader = {
  name: "systemd-analyze verify",
  reads: ({ name }) => /: \/etc\/systemd\/system\/[\w-]+\.service$/.test(name),
  judge: (documents) =>
    Promise.all(documents.map(({ name, text }) => inFolder((folder) => verify(join(folder, basename(name)), text)))),
  mistakes: [
    { what: "a setting that it does not know", from: "RestartSec=", to: "RestartSecs=", named: "RestartSecs" },
    { what: "a kind of restart there is none of", from: "Restart=always", to: "Restart=allways", named: "allways" },
    { what: "a setting of another section", from: "[Install]\n", to: "[Install]\nType=notify\n", named: "Type" },
    { what: "a limit that is no number", from: /LimitNOFILE=.*/, to: "LimitNOFILE=many", named: "many" },
  ],
};

async function verify(file: string, text: string): Promise<string[]> {
  await writeFile(file, text);
  const { stderr } = await run("systemd-analyze", ["verify", "--man=no", "--recursive-errors=no", file]);
  // What is started is not installed here.
  return stderr.split("\n").filter((line) => line !== "" && !/ is not executable: No such file/.test(line));
}
