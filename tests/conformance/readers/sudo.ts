import { complaint, run } from "./program";
import type { Reader } from "./reader";

/** sudo's own check of its files; a wrong one would shut everybody out. */
export const sudo: Reader = {
  name: "visudo",
  reads: ({ name }) => name.includes(": /etc/sudoers.d/"),
  judge: (documents) =>
    Promise.all(documents.map(async ({ text }) => complaint(await run("visudo", ["-c", "-f", "-"], text)))),
  mistakes: [{ what: "a rule without a command", from: /NOPASSWD:.*/, to: "NOPASSWD:", named: "syntax error" }],
};
