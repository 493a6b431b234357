import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Tool } from "./tools";

/** Twelve digits that change whenever another build would come out. */
export function fingerprint(tool: Tool, module: string, platform = `${process.platform}-${process.arch}`): string {
  const hash = createHash("sha256");
  hash.update(JSON.stringify([platform, tool.packages, tool.linkerFlags ?? "", tool.generate ?? []]));
  const files = ["go.mod", "go.sum", ...tool.sources.flatMap((folder) => sourceFiles(module, folder))];
  for (const file of files) {
    hash.update(`\0${file}\0`);
    hash.update(readFileSync(join(module, file)));
  }
  return hash.digest("hex").slice(0, 12);
}

/** The files of a folder that a build reads, in one order; tests are none of them. */
function sourceFiles(root: string, folder: string): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return sourceFiles(root, path);
      return entry.name.endsWith("_test.go") ? [] : [path];
    });
}
