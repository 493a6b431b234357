import { KEY_EFFECTS } from "../../stack/edits/key-effects";

/** The row of the table that a path of a stack file belongs to. */
export function keyOfPath(path: readonly string[]): string {
  const found = Object.keys(KEY_EFFECTS).find((key) => {
    const names = key.split(".");
    return names.length === path.length && names.every((name, index) => name === "*" || name === path[index]);
  });
  if (found === undefined) throw new Error(`no row of the table is ${path.join(".")}`);
  return found;
}
