import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { LIFELINE } from "../../steps/here";
import { commandOf } from "../../steps/machine-command";
import { interfacesOf } from "./shell-interfaces";

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
  return interfacesOf([...scripts, ...aroundScripts]);
}
