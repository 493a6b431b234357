import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What a person does who gives the API of a cluster another address. */
export const page = readFileSync(join(__dirname, "../../docs/tasks/move-the-api.md"), "utf8");

/** The blocks of commands in a step of the page that have a word in them, OLD and NEW filled in, without remarks. */
export function commandsOf(step: number, word: string, addresses: { before: string; after: string }): string[] {
  const [, text = ""] = new RegExp(`^## ${step}\\. .*\\n([^]*?)(?=^## |$(?![^]))`, "m").exec(page) ?? [];
  const blocks = [...text.matchAll(/```sh\n([^]*?)```/g)].map(([, block = ""]) => block.trim());
  const found = blocks.filter((block) => block.includes(word));
  if (found.length === 0) throw new Error(`step ${step} of the page has no commands with "${word}"`);
  const lines = found.flatMap((block) => block.split("\n")).filter((line) => line !== "" && !line.startsWith("#"));
  return lines.map((line) =>
    line
      .replace(/ +# .*$/, "")
      .replaceAll("OLD", addresses.before)
      .replaceAll("NEW", addresses.after),
  );
}

/** What is done in the editor that step 1 opens, as commands. */
export function editsOfStep1(path: string, { before, after }: { before: string; after: string }): string[] {
  return [
    `sed -i 's/^controlPlaneEndpoint: .*/controlPlaneEndpoint: ${after}:6443/' ${path}`,
    `sed -i 's/^\\( *\\)- "\\{0,1\\}${before}"\\{0,1\\}$/&\\n\\1- ${after}/' ${path}`,
  ];
}
