import type { Document } from "../documents/document";
import { complaint, run } from "./program";
import type { Reader } from "./reader";

/** What reads scripts on a machine: Debian's and Ubuntu's /bin/sh, and the shell of a user who repeats one by hand. */
const shells = ["dash", "bash"];

export const isScript = ({ name, text }: Document): boolean =>
  /: (stdin|\w+ command)$/.test(name) || text.startsWith("#!/bin/sh\n");

/** console-setup's programs source it (keyboard(5)). */
const isSourced = ({ name }: Document): boolean => name.endsWith(": /etc/default/keyboard");

export const shellSyntax: Reader = {
  name: "sh and bash",
  reads: (document) => isScript(document) || isSourced(document),
  judge: (documents) => Promise.all(documents.map(({ text }) => parsed(text))),
  mistakes: [
    { what: "a choice that nobody ends", from: /^ *esac$/m, to: "", named: "yntax error" },
    { what: "a brace too many", from: /^\}$/m, to: "}\n}", named: "yntax error" },
  ],
};

async function parsed(script: string): Promise<string[]> {
  const answers = await Promise.all(shells.map((shell) => run(shell, ["-n"], script)));
  return answers.flatMap(complaint);
}
