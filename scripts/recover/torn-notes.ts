import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Pulumi } from "../engine/pulumi";

/**
 * A backend of files keeps a note beside each of them (`asgard.json.attrs`), written in place: an engine killed in that
 * moment leaves it empty, and the state beside it, which is whole, can no longer be read ("failed to load checkpoint:
 * EOF"). The notes hold sums and types that nobody misses. Resolves to true when there was something to mend.
 */
export async function mendTornNotes(pulumi: Pulumi, say: (line: string) => void): Promise<boolean> {
  const { url } = JSON.parse(await pulumi.expect(["whoami", "--json"])) as { url?: string };
  const root = url === undefined ? undefined : folderOf(url);
  if (root === undefined) return false;
  const notes = tornNotes(join(root, ".pulumi"));
  for (const note of notes) {
    say(`the killed run left ${note} incomplete: removing it, the state itself is intact`);
    rmSync(note, { force: true });
  }
  return notes.length > 0;
}

function folderOf(url: string): string | undefined {
  if (!url.startsWith("file://")) return undefined;
  return url.startsWith("file://~") ? join(homedir(), url.slice("file://~".length)) : fileURLToPath(url);
}

function tornNotes(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name));
  return files.filter((file) => file.endsWith(".attrs") && statSync(file).size === 0);
}
