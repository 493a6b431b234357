import type { FileTree } from "../disk/file-tree";

const INSTALLED = "/var/lib/dpkg/installed";
const HOLDS = "/var/lib/dpkg/holds";

/** What dpkg knows of a machine: installed packages with their versions, and which of them are on hold. */
export class DpkgDatabase {
  private readonly tree: FileTree;

  constructor(tree: FileTree) {
    this.tree = tree;
  }

  /** Versions by name. */
  installed(): ReadonlyMap<string, string> {
    const lines = (this.tree.read(INSTALLED) ?? "").split("\n").filter(Boolean);
    return new Map(lines.map((line) => line.split(" ") as [string, string]));
  }

  version(name: string): string | undefined {
    return this.installed().get(name);
  }

  record(changes: ReadonlyMap<string, string>): void {
    this.write(new Map([...this.installed(), ...changes]));
  }

  forget(names: readonly string[]): void {
    this.write(new Map([...this.installed()].filter(([name]) => !names.includes(name))));
  }

  holds(): readonly string[] {
    return (this.tree.read(HOLDS) ?? "").split("\n").filter(Boolean);
  }

  setHolds(names: readonly string[]): void {
    this.tree.write(
      HOLDS,
      [...new Set(names)]
        .sort()
        .map((name) => `${name}\n`)
        .join(""),
    );
  }

  private write(versions: ReadonlyMap<string, string>): void {
    this.tree.write(INSTALLED, [...versions].map(([name, version]) => `${name} ${version}\n`).join(""));
  }
}
