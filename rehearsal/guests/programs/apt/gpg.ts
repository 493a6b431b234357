import { reason } from "../files";
import { dearmour } from "../../packages/keyring";
import { failed, ok, program, type Outcome, type Process } from "../../program";
import { parseFlags } from "../flags";

/** `gpg --dearmor [-o FILE] [KEY]`: the one thing a set-up needs of it. */
function gpg(args: readonly string[], process: Process): Outcome {
  const { flags, values, operands } = parseFlags(args, {
    flags: ["dearmor", "yes", "batch", "no-tty", "quiet", "q"],
    values: ["o", "output", "homedir"],
  });
  if (!flags.has("dearmor")) return failed(2, "gpg: only --dearmor is known to the rehearsal's machines");
  const [source] = operands;
  try {
    const text =
      source === undefined || source === "-"
        ? process.stdin
        : process.files.file(process.path(source)).content.toString();
    const binary = dearmour(text);
    if (binary === undefined) return failed(2, "gpg: no valid OpenPGP data found.");
    const target = (values.get("o") ?? values.get("output"))?.at(-1);
    if (target === undefined) return ok(binary);
    // Asking whether to overwrite needs a terminal.
    if (process.guest.tree.exists(process.path(target)) && !flags.has("yes"))
      return failed(
        2,
        flags.has("batch")
          ? `gpg: dearmoring failed: File exists`
          : "gpg: cannot open '/dev/tty': No such device or address",
      );
    process.files.store(process.path(target), () => Buffer.from(binary));
    return ok();
  } catch (error) {
    return failed(2, `gpg: can't open '${source ?? "-"}': ${reason(error)}`);
  }
}

export const gpgTool = program("gpg", gpg);
