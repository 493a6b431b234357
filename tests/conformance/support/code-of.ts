import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** The text of every file below a folder, in the order of their names. */
export function codeOf(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  const files = names.map((name) => join(folder, name)).filter((path) => statSync(path).isFile());
  return files.map((file) => readFileSync(file, "utf8"));
}
