import { readFileSync } from "node:fs";
import { join } from "node:path";
import { knownSystems } from "../os/registry";

/** A file the script writes on the machine; never a secret, those are variables. */
export interface MachineFile {
  readonly path: string;
  /** Octal, as for chmod, e.g. `0600`. */
  readonly mode: string;
  readonly content: string;
}

export interface BootstrapScript {
  /** Where it runs: on a machine of the cluster, or on this computer, with the operator's programs. */
  readonly on?: "machine" | "operator";
  /**
   * Files of model/scripts, `os/<file>` of os/scripts, or `<folder>/<file>` of distributions/<folder>/scripts, without
   * `.sh`, in the order they are read; `common`, `machine` and `main` come by themselves.
   */
  readonly parts: readonly string[];
  /** Shell variables the parts need; may hold secrets, as the text is passed on stdin only. */
  readonly variables: Readonly<Record<string, string>>;
  readonly files?: readonly MachineFile[];
}

/**
 * One self-contained POSIX script for a machine's stdin: variables, files, functions, and a last line that calls the
 * function named by the first argument. Passed on stdin, as process arguments are visible to everybody on the machine.
 */
export function renderBootstrapScript({ on = "machine", parts, variables, files = [] }: BootstrapScript): string {
  const shared = on === "machine" ? ["common", "machine"] : ["common"];
  const all = on === "machine" ? { KNOWN_SYSTEMS: knownSystems, ...variables } : variables;
  return [
    ...Object.entries(all).map(([name, value]) => `${name}=${shellQuote(value)}`),
    ...[...shared, ...parts].map(scriptPart),
    ...(on === "machine" ? [writeFiles(files)] : []),
    scriptPart("main"),
  ].join("\n");
}

/** The text as one shell word that expands to exactly itself. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The text of a part; see {@link BootstrapScript.parts}. */
export function scriptPart(name: string): string {
  const [folder = "", file] = name.split("/");
  const owner = folder === "os" ? ["os"] : ["distributions", folder];
  const path = file === undefined ? ["model", "scripts", folder] : [...owner, "scripts", file];
  return readFileSync(`${join(__dirname, "..", ...path)}.sh`, "utf8");
}

function writeFiles(files: readonly MachineFile[]): string {
  const puts = files.map((file) => `  put ${shellQuote(file.path)} ${file.mode} ${hereDocument(file.content)}`);
  return ["write_files() {", '  step "write configuration"', ...puts, "}", ""].join("\n");
}

function hereDocument(content: string): string {
  const body = content.endsWith("\n") ? content : `${content}\n`;
  let mark = "END";
  while (body.split("\n").includes(mark)) mark += "_";
  return `<<'${mark}'\n${body}${mark}`;
}
