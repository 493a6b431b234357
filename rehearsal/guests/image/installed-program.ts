import type { FileTree } from "../disk/file-tree";

/** Puts a program at a path: a file that starts the simulated program of that name. */
export function installProgram(tree: FileTree, path: string, name: string): void {
  tree.write(path, programFile(name), 0o755);
}

/** The text of such a file. */
export function programFile(name: string): string {
  return `#!/bin/sh\n/usr/bin/${name} "$@"\n`;
}

/** The program a file starts, if it is such a file. */
export function programIn(content: string): string | undefined {
  return /^\/usr\/bin\/(\S+) "\$@"$/m.exec(content)?.[1];
}
