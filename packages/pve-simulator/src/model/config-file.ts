import { failure } from "../errors";
import { formatComplaint } from "../schema/check-value";
import { inPerl } from "../schema/digits";
import { entryOf } from "../schema/parameter";
import { vmOptions } from "../tables/vm-options";

/**
 * A value as a VM's configuration file has it after Proxmox wrote and read it (qemu-server, `write_vm_config`): the file
 * is stricter about numbers than the API is. Undefined where nothing is left of it.
 */
export function asWritten(option: string, value: string): string | undefined {
  const complaint = typeComplaint(option, value);
  if (complaint !== undefined) throw failure(`unable to parse value of '${option}' - ${complaint}`);
  if (value === "") return option === "description" || option === "sshkeys" ? undefined : " ";
  return entryOf(vmOptions, option)?.type === "integer" ? String(inPerl(value)) : value;
}

/**
 * Whether a value is one still when the file is read: it is read as bytes, in which no digit of another script is one. What
 * is none then is left out, with no more than a warning in the log (qemu-server, `parse_vm_config`).
 */
export function isReadAgain(option: string, value: string): boolean {
  const entry = entryOf(vmOptions, option);
  if (!/\P{ASCII}/u.test(value) || entry === undefined || entry.type === "array") return true;
  const bytes = Buffer.from(value, "utf8").toString("latin1");
  return typeComplaint(option, bytes) === undefined && formatComplaint(entry, bytes, option) === undefined;
}

function typeComplaint(option: string, value: string): string | undefined {
  if (option === "description") return undefined;
  if (/[\n\r]/.test(value)) return "property contains a line feed";
  const type = entryOf(vmOptions, option)?.type;
  const wrong = `type check ('${type}') failed - got '${value}'`;
  if (type === "integer" && !/^\p{Nd}+$/u.test(value)) return wrong;
  if (type === "number" && !/^\p{Nd}+(?:\.\p{Nd}+)?$/u.test(value)) return wrong;
  return undefined;
}
