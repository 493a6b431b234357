import { compareDebVersions } from "../../packages/deb-version";
import { DpkgDatabase } from "../../packages/dpkg-database";
import { failed, ok, program, type Outcome, type Process } from "../../program";
import { parseFlags } from "../flags";

function dpkg(args: readonly string[], process: Process): Outcome {
  const [verb = "", name = ""] = args;
  if (verb === "--print-architecture") return ok("amd64\n");
  if (verb === "--compare-versions") return { exitCode: compares(args.slice(1)) ? 0 : 1 };
  if (verb !== "-s" && verb !== "-l" && verb !== "--status" && verb !== "--list")
    return failed(2, `dpkg: error: unknown option ${verb}`);
  const database = new DpkgDatabase(process.guest.tree);
  const version = database.version(name);
  if (verb === "-l" || verb === "--list")
    return version === undefined
      ? failed(1, `dpkg-query: no packages found matching ${name}`)
      : ok(`${database.holds().includes(name) ? "h" : "i"}i  ${name} ${version} amd64 \n`);
  if (version === undefined)
    return failed(1, `dpkg-query: package '${name}' is not installed and no information is available`);
  return ok(`Package: ${name}\nStatus: ${status(database, name)}\nVersion: ${version}\n`);
}

/** `A lt|le|eq|ne|ge|gt B` */
function compares([a = "", relation = "", b = ""]: readonly string[]): boolean {
  const order = compareDebVersions(a, b);
  const holds: Readonly<Record<string, boolean>> = {
    lt: order < 0,
    le: order <= 0,
    eq: order === 0,
    ne: order !== 0,
    ge: order >= 0,
    gt: order > 0,
  };
  return holds[relation] === true;
}

/** `-W [-f FORMAT] NAME…`, and `-s` as dpkg has it. */
function dpkgQuery(args: readonly string[], process: Process): Outcome {
  const { flags, values, operands } = parseFlags(args, {
    flags: ["W", "s", "show", "status"],
    values: ["f", "showformat"],
  });
  if (flags.has("s") || flags.has("status")) return dpkg(["-s", operands[0] ?? ""], process);
  if (!flags.has("W") && !flags.has("show")) return failed(2, "dpkg-query: error: need an action option");
  const database = new DpkgDatabase(process.guest.tree);
  const names = operands.length > 0 ? operands : [...database.installed().keys()].sort();
  const missing = names.filter((name) => database.version(name) === undefined);
  const format = (values.get("f") ?? values.get("showformat"))?.at(-1) ?? "${binary:Package}\\t${Version}\\n";
  const shown = names.filter((name) => !missing.includes(name)).map((name) => fill(format, name, database));
  return {
    stdout: shown.join(""),
    stderr: missing.map((name) => `dpkg-query: no packages found matching ${name}\n`).join(""),
    exitCode: missing.length > 0 ? 1 : 0,
  };
}

function fill(format: string, name: string, database: DpkgDatabase): string {
  const fields: Readonly<Record<string, string>> = {
    Package: name,
    "binary:Package": name,
    Version: database.version(name) ?? "",
    Status: status(database, name),
    "db:Status-Abbrev": database.holds().includes(name) ? "hi " : "ii ",
    Architecture: "amd64",
  };
  return format
    .replace(/\$\{([\w:-]+)\}/g, (_, field: string) => fields[field] ?? "")
    .replaceAll("\\n", "\n")
    .replaceAll("\\t", "\t");
}

function status(database: DpkgDatabase, name: string): string {
  return `${database.holds().includes(name) ? "hold" : "install"} ok installed`;
}

export const dpkgTools = [program("dpkg", dpkg), program("dpkg-query", dpkgQuery)];
