export type TomlValue = string | number | boolean | readonly TomlValue[];

/** A line that is no TOML. */
export class TomlError extends Error {}

/** Settings of a TOML file by their path: `get("plugins", "x.y", "key")`. As much of the language as containerd's files use. */
export class Toml {
  private readonly values = new Map<string, TomlValue>();

  constructor(text: string) {
    let table: readonly string[] = [];
    const lines = joinArrays(text.split("\n"));
    for (const [index, line] of lines.entries()) {
      if (line === "") continue;
      const header = /^\[\[?(.+?)\]\]?$/.exec(line)?.[1];
      if (header !== undefined) table = splitPath(header, index);
      else this.setting(line, table, index);
    }
  }

  get(...path: readonly string[]): TomlValue | undefined {
    return this.values.get(path.join("\0"));
  }

  private setting(line: string, table: readonly string[], index: number): void {
    const [, key, value] =
      /^((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=\s*(.+)$/.exec(line) ?? [];
    if (key === undefined || value === undefined)
      throw new TomlError(`(${index + 1}, 1): was expecting token =, but got ${JSON.stringify(line)} instead`);
    this.values.set([...table, ...splitPath(key, index)].join("\0"), parseValue(value, index));
  }
}

/** Lines without comments and blanks around; an array over several lines becomes one. */
function joinArrays(lines: readonly string[]): string[] {
  const joined: string[] = [];
  let open = "";
  for (const raw of lines) {
    const line = (open + raw.replace(/^((?:[^"'#]|"(?:[^"\\]|\\.)*"|'[^']*')*)#.*$/, "$1")).trim();
    const isHeader = /^\[/.test(line);
    const depth = isHeader ? 0 : (line.match(/\[/g) ?? []).length - (line.match(/\]/g) ?? []).length;
    open = depth > 0 ? `${line} ` : "";
    joined.push(depth > 0 ? "" : line);
  }
  return joined;
}

function splitPath(text: string, index: number): string[] {
  const parts = text.match(/"[^"]*"|'[^']*'|[^.\s"']+/g);
  if (!parts) throw new TomlError(`(${index + 1}, 1): keys cannot be empty`);
  return parts.map((part) => part.replace(/^["']|["']$/g, ""));
}

function parseValue(text: string, index: number): TomlValue {
  const value = text.trim();
  if (value === "true" || value === "false") return value === "true";
  if (/^-?\d+$/.test(value)) return Number(value);
  if (/^"(?:[^"\\]|\\.)*"$/.test(value)) return JSON.parse(value) as string;
  if (/^'[^']*'$/.test(value)) return value.slice(1, -1);
  if (/^\{.*\}$/.test(value)) return value;
  if (!/^\[.*\]$/.test(value)) throw new TomlError(`(${index + 1}, 1): no value can start with ${value.slice(0, 1)}`);
  const items = value.slice(1, -1).match(/"(?:[^"\\]|\\.)*"|'[^']*'|[^,\s][^,]*/g) ?? [];
  return items.map((item) => parseValue(item, index));
}
