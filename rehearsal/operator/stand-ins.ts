import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { OperatorSocket } from "./socket";

const standIn = join(__dirname, "stand-in.mjs");

/** Writes a program under the name of each one that the simulation runs into a folder, which is to lie first on PATH. */
export function writeStandIns(folder: string, socket: OperatorSocket): void {
  mkdirSync(folder, { recursive: true });
  for (const name of socket.programs) {
    const script = `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(standIn)} ${name} "$@"\n`;
    writeFileSync(join(folder, name), script, { mode: 0o755 });
  }
}

/** The variables with which the stand-ins find the simulation. */
export function socketVariables({ address, secret }: OperatorSocket): Record<string, string> {
  return { REHEARSAL_SOCKET: address, REHEARSAL_SOCKET_SECRET: secret };
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
