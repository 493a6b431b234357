import type { Toolchain } from "./ensure";

/** Where each tool came from, for people. */
export function toolTable(toolchain: Toolchain): string {
  const rows = toolchain.tools.map(({ name, version, origin, history }) => [
    name,
    version,
    origin === "cache" ? `cache, ${history}` : history,
  ]);
  const all = [["tool", "version", "from"], ...rows];
  const width = (column: number) => Math.max(...all.map((row) => row[column]?.length ?? 0));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(width(column)))
      .join("  ")
      .trimEnd();
  return [...all.map(line), "", `commands     ${toolchain.binDir}`, `PULUMI_HOME  ${toolchain.pulumiHome}`].join("\n");
}

/** Lines for `eval`, so that pulumi works by hand in the shell that evaluates them. */
export function exportLines(toolchain: Toolchain): string {
  return Object.entries(toolchain.env)
    .map(([name, value]) =>
      name === "PATH" ? `export PATH=${quoted(toolchain.binDir)}:"$PATH"` : `export ${name}=${quoted(value)}`,
    )
    .join("\n");
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
