import { join } from "node:path";
import { run } from "../readers/program";
import { builtTool } from "../readers/tools";
import { isSame } from "./same";

/** What a reader understood of a text: the values of its documents, or why none. */
export interface Understood {
  readonly documents?: readonly unknown[];
  readonly error?: string;
}

/** By the reader's name, what it understood of each text, in the order of the texts. */
export type ByReader = Readonly<Record<string, readonly Understood[]>>;

/** Asks every reader that machines and clusters have: cloud-init's PyYAML, and Go's four. */
export async function readByAll(texts: readonly string[]): Promise<ByReader> {
  const python = ask("/usr/bin/python3", [join(__dirname, "py-yaml.py")], texts);
  const go = ask(await builtTool("yaml-readers"), [], texts);
  return { PyYAML: (await python) as Understood[], ...((await go) as ByReader) };
}

async function ask(program: string, args: readonly string[], texts: readonly string[]): Promise<unknown> {
  const { status, stdout, stderr } = await run(program, args, JSON.stringify(texts));
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  return JSON.parse(stdout);
}

/** Texts that some reader takes for something else than what was meant. */
export async function misunderstood(meant: readonly { text: string; documents: readonly unknown[] }[]) {
  const answers = await readByAll(meant.map(({ text }) => text));
  return Object.entries(answers).flatMap(([reader, understood]) =>
    meant.flatMap(({ text, documents }, index) => {
      const got = understood[index];
      return isSame(got?.documents, documents) ? [] : [{ reader, text, got: got?.error ?? got?.documents }];
    }),
  );
}
