import { failed, ok, program, type Outcome, type Process } from "../program";
import { reason } from "./files";
import { parseFlags } from "./flags";

/** mkdir(1) with `-m MODE`, which the interpreter's own does not know; the mode is of the last directory alone. */
function mkdir(args: readonly string[], process: Process): Outcome {
  const { flags, values, operands, unknown } = parseFlags(args, {
    flags: ["p", "parents", "v", "verbose"],
    values: ["m", "mode"],
  });
  if (unknown !== undefined) return failed(1, `mkdir: invalid option -- '${unknown.replace(/^-+/, "")}'`);
  if (operands.length === 0) return failed(1, "mkdir: missing operand");
  const mode = (values.get("m") ?? values.get("mode"))?.at(-1);
  const complaints = operands.flatMap((path) => makeOne(process, path, flags.has("p") || flags.has("parents"), mode));
  return complaints.length > 0 ? failed(1, complaints.join("\n")) : ok();
}

function makeOne(process: Process, path: string, parents: boolean, mode: string | undefined): readonly string[] {
  const full = process.path(path);
  try {
    const isNew = !process.guest.tree.exists(full);
    process.files.makeDirectory(full, parents);
    if (isNew && mode !== undefined) process.files.node(full, "mkdir").mode = Number.parseInt(mode, 8);
    return [];
  } catch (error) {
    return [`mkdir: cannot create directory ‘${path}’: ${reason(error)}`];
  }
}

export const mkdirTool = program("mkdir", mkdir);
