import type { FileTree } from "../disk/file-tree";

/** Where systemd looks, most important first (systemd.unit(5)). */
const folders = [
  "/etc/systemd/system",
  "/run/systemd/system",
  "/run/systemd/generator",
  "/usr/local/lib/systemd/system",
  "/usr/lib/systemd/system",
];

/** A unit with its drop-ins: settings by `Section.Key`, in the order written. */
export class UnitFile {
  readonly name: string;
  readonly path: string;
  private readonly settings: ReadonlyMap<string, readonly string[]>;

  constructor(name: string, path: string, settings: ReadonlyMap<string, readonly string[]>) {
    this.name = name;
    this.path = path;
    this.settings = settings;
  }

  all(key: string): readonly string[] {
    return this.settings.get(key) ?? [];
  }

  get(key: string): string | undefined {
    return this.all(key).at(-1);
  }

  /** ExecStart as words, without the special prefixes. */
  command(): readonly string[] {
    return (this.get("Service.ExecStart") ?? "")
      .replace(/^[-@:+!]+/, "")
      .split(/\s+/)
      .filter(Boolean);
  }

  get wantedBy(): string | undefined {
    return this.get("Install.WantedBy");
  }
}

export function loadUnit(tree: FileTree, name: string): UnitFile | undefined {
  const path = folders.map((folder) => `${folder}/${name}`).find((candidate) => tree.exists(candidate));
  if (path === undefined) return undefined;
  const settings = new Map<string, string[]>();
  for (const file of [path, ...dropIns(tree, name)]) readSettings(tree.read(file) ?? "", settings);
  return new UnitFile(name, path, settings);
}

/** Drop-ins of all folders sorted by file name; the more important folder hides an equal name. */
function dropIns(tree: FileTree, name: string): string[] {
  const found = new Map<string, string>();
  for (const folder of [...folders].reverse())
    for (const file of tree.list(`${folder}/${name}.d`).filter((entry) => entry.endsWith(".conf")))
      found.set(file, `${folder}/${name}.d/${file}`);
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path);
}

/** An empty value forgets what was given before. */
function readSettings(text: string, settings: Map<string, string[]>): void {
  let section = "";
  for (const line of text
    .replaceAll("\\\n", " ")
    .split("\n")
    .map((raw) => raw.trim())) {
    if (line === "" || line.startsWith("#") || line.startsWith(";")) continue;
    const header = /^\[(.+)\]$/.exec(line);
    if (header?.[1] !== undefined) section = header[1];
    const [key, ...value] = line.split("=");
    if (header || value.length === 0) continue;
    const name = `${section}.${(key ?? "").trim()}`;
    const text = value.join("=").trim();
    settings.set(name, text === "" ? [] : [...(settings.get(name) ?? []), text]);
  }
}
