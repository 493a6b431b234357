import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { interfacesOf } from "./shell-interfaces";

const folder = join(__dirname, "../../model/scripts");

/** Interfaces of every script, each with the scripts that use it. */
export function scriptInterfaces(): ReadonlyMap<string, readonly string[]> {
  const names = readdirSync(folder).filter((name) => name.endsWith(".sh"));
  return interfacesOf(names.map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") })));
}
