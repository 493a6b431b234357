import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { type ReadStackFile, readStackFile } from "../stack/load-stack-file";

/** What the engine was given, and whether it matches the stack file. */
export interface FileInForce {
  /** The file as this program reads it, if the engine read the same. */
  readonly file?: ReadStackFile;
  /** A warning if it is unknown how the values were written. */
  readonly warning?: string;
}

/**
 * Finds the stack file that the engine read. The engine passes values to the program without saying how or where they were
 * written: 01011 has become 521, and everything outside `config` is gone. So the file is read again, and counts as the one
 * in force if all unambiguous values are equal (docs/decisions/0033).
 */
export function stackFileInForce(
  root: string,
  stack: string,
  sections: Readonly<Record<string, unknown>>,
): FileInForce {
  const name = `Pulumi.${stack}.yaml`;
  const path = join(root, name);
  if (root === "" || !existsSync(path)) return root === "" ? {} : { warning: notJudged(name) };
  const file = readStackFile(readFileSync(path, "utf8"), name);
  return saysTheSame(file, sections) ? { file } : { warning: notJudged(name) };
}

/** A file whose values cannot be compared at all is in force too: it is the stack's file. */
function saysTheSame(
  { raw, issues, isStackFile }: ReadStackFile,
  sections: Readonly<Record<string, unknown>>,
): boolean {
  if (!isStackFile) return Object.keys(sections).length === 0;
  const doubtful = new Set(issues.map(({ at = [] }) => at[0]));
  const clear = Object.entries(raw).filter(([name]) => !doubtful.has(name));
  return clear.every(([name, value]) => isDeepStrictEqual(handedOver(value), sections[name]));
}

/** The engine passes a missing value as an empty string. */
const handedOver = (value: unknown): unknown => (value === null ? "" : value);

const notJudged = (name: string) =>
  `the configuration differs from ${name}, so the file itself was not checked: check it with npm run plan -- --stack-file`;
