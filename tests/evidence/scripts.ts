import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { LIFELINE } from "../../steps/here";
import { commandOf } from "../../steps/machine-command";
import { interfacesOf, type Script } from "./shell-interfaces";

const folders = ["model", "distributions", "os"].map((name) => join(__dirname, "../..", name));

/** What starts a script on a machine, and what ends one on the operator's computer. */
const aroundScripts = [
  { name: "machine-command.ts", text: commandOf({ name: "STEP", order: { lock: "STEP" }, limitSeconds: 2640 }, 600) },
  { name: "here.ts", text: LIFELINE },
];

/** Interfaces of every script, each with the scripts that use it. */
export function scriptInterfaces(): ReadonlyMap<string, readonly string[]> {
  const scripts = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".sh"))
      .map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") })),
  );
  return interfacesOf([...scripts.flatMap((script) => withNames(script, scripts)), ...aroundScripts]);
}

/** What distributions share says `$DATA` where one of them has named it: it is read once with the names of each. */
function withNames(script: Script, all: readonly Script[]): Script[] {
  if (!script.name.startsWith("rancher/")) return [script];
  const names = all.filter(({ name }) => name.endsWith("/names.sh"));
  return names.map(({ text }) => ({ name: script.name, text: `${text}\n${script.text}` }));
}
