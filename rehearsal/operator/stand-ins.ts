import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { OperatorDoor } from "./door";

const standIn = join(__dirname, "stand-in.mjs");

/** Writes a program under the name of each one that the world runs into a folder, which is to lie first on PATH. */
export function writeStandIns(folder: string, door: OperatorDoor): void {
  mkdirSync(folder, { recursive: true });
  for (const name of door.programs) {
    const script = `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(standIn)} ${name} "$@"\n`;
    writeFileSync(join(folder, name), script, { mode: 0o755 });
  }
}

/** The variables with which the stand-ins find the world. */
export function doorVariables({ address, secret }: OperatorDoor): Record<string, string> {
  return { REHEARSAL_DOOR: address, REHEARSAL_DOOR_SECRET: secret };
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
