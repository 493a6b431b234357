import { failure } from "../errors";
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
  return entryOf(vmOptions, option)?.type === "integer" ? String(Number(value)) : value;
}

function typeComplaint(option: string, value: string): string | undefined {
  if (option === "description") return undefined;
  if (/[\n\r]/.test(value)) return "property contains a line feed";
  const type = entryOf(vmOptions, option)?.type;
  const wrong = `type check ('${type}') failed - got '${value}'`;
  if (type === "integer" && !/^\d+$/.test(value)) return wrong;
  if (type === "number" && !/^\d+(?:\.\d+)?$/.test(value)) return wrong;
  return undefined;
}
