import { createHash } from "node:crypto";
import { copyFileSync, existsSync, linkSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { keepNoLogs } from "./keep-no-logs";
import type { Store, Stored } from "./store";

/** A bin folder and a PULUMI_HOME that hold exactly the given tools. */
export interface ToolSet {
  readonly root: string;
  readonly binDir: string;
  readonly pulumiHome: string;
}

/** Puts the tools where pulumi looks for them. Every choice of tools has a place of its own. */
export function assemble(store: Store, stored: readonly Stored[]): ToolSet {
  const names = stored.map(({ folder, birth }) => `${basename(folder)} ${birth.at}`);
  const root = join(store.cache, "sets", createHash("sha256").update(names.join("\n")).digest("hex").slice(0, 12));
  if (!existsSync(root)) {
    mkdirSync(join(store.cache, "sets"), { recursive: true });
    // Beside its place and not in the work folder, which belongs to the lock's holder.
    const draft = mkdtempSync(`${root}.`);
    mkdirSync(join(draft, "home"));
    for (const entry of stored) place(entry, draft);
    putInPlace(draft, root);
  }
  keepNoLogs(join(store.cache, "sets"));
  return { root, binDir: join(root, "bin"), pulumiHome: join(root, "home") };
}

function place({ tool, folder }: Stored, root: string): void {
  const target =
    tool.kind === "plugin"
      ? join(root, "home", "plugins", `resource-${tool.name}-v${tool.version}`)
      : join(root, "bin");
  mkdirSync(target, { recursive: true });
  const files = readdirSync(folder).filter((name) => tool.kind === "plugin" || name !== "tool.json");
  for (const name of files) linkOrCopy(join(folder, name), join(target, name));
}

/** A second name for the same file costs nothing; some file systems have no such thing. */
function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

/** Another process may have been quicker with the very same set. */
function putInPlace(draft: string, root: string): void {
  try {
    renameSync(draft, root);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(root)) throw error;
  }
}
