import { parseFlags, type Parsed } from "../../../guests/programs/flags";
import { KubeadmError } from "../kubeadm-error";

/** Flags of a command: those that take a value, and those that do not. */
export interface CommandFlags {
  readonly values: readonly string[];
  readonly flags: readonly string[];
}

/** Flags that may stand beside --config (apis/kubeadm/validation, isAllowedFlag). */
const besideConfig = new Set([
  "config",
  "ignore-preflight-errors",
  "dry-run",
  "kubeconfig",
  "node-name",
  "upload-certs",
  "print-join-command",
  "output",
  "v",
  "yes",
]);

/** Parses a command line; `-f` is reset's `--force`. Throws what cobra and kubeadm say of it. */
export function readFlags(args: readonly string[], { values, flags }: CommandFlags): Parsed {
  const parsed = parseFlags(args, {
    values: [...values, "v", "ignore-preflight-errors"],
    flags: [...flags, "dry-run"],
  });
  if (parsed.unknown !== undefined)
    throw new KubeadmError(
      parsed.unknown.startsWith("--")
        ? `unknown flag: ${parsed.unknown}`
        : `unknown shorthand flag: '${parsed.unknown.slice(1)}' in ${parsed.unknown}`,
    );
  const given = [...parsed.values.keys(), ...parsed.flags];
  const mixed = given.filter((name) => !besideConfig.has(name) && !name.startsWith("skip-")).sort();
  if (parsed.values.has("config") && mixed.length > 0)
    throw new KubeadmError(`can not mix '--config' with arguments [${mixed.join(" ")}]`);
  return parsed;
}

export function flagValue(parsed: Parsed, name: string): string | undefined {
  return parsed.values.get(name)?.at(-1);
}

/** Checks to ignore, from flag and document, in lower case. */
export function ignoredChecks(parsed: Parsed, more: readonly string[]): readonly string[] {
  const given = (parsed.values.get("ignore-preflight-errors") ?? []).flatMap((list) => list.split(","));
  return [...given.map((name) => name.toLowerCase()), ...more];
}
