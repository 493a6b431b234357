import { dearmour, fingerprintsIn } from "../../packages/keyring";
import { failed, ok, program, type Outcome, type Process } from "../../program";
import { reason } from "../files";
import { parseFlags, type Parsed } from "../flags";

const nothingFound = failed(2, "gpg: no valid OpenPGP data found.");

/** `gpg --dearmor [-o FILE] [KEY]` and `gpg --show-keys [--with-colons] [KEY]`: what a set-up needs of it. */
function gpg(args: readonly string[], process: Process): Outcome {
  const parsed = parseFlags(args, {
    flags: ["dearmor", "show-keys", "with-colons", "with-fingerprint", "yes", "batch", "no-tty", "quiet", "q"],
    values: ["o", "output", "homedir"],
  });
  const [source] = parsed.operands;
  try {
    const fromStdin = source === undefined || source === "-";
    const text = fromStdin ? process.stdin : process.files.file(process.path(source)).content.toString();
    if (parsed.flags.has("dearmor")) return dearmourTo(text, parsed, process);
    if (parsed.flags.has("show-keys")) return showKeys(text, parsed.flags.has("with-colons"));
    return failed(2, "gpg: the rehearsal's machines know only --dearmor and --show-keys");
  } catch (error) {
    return failed(2, `gpg: can't open '${source ?? "-"}': ${reason(error)}`);
  }
}

function dearmourTo(text: string, { flags, values }: Parsed, process: Process): Outcome {
  const binary = dearmour(text);
  if (binary === undefined) return nothingFound;
  const target = (values.get("o") ?? values.get("output"))?.at(-1);
  if (target === undefined) return ok(binary);
  // Asking whether to overwrite needs a terminal.
  if (process.guest.tree.exists(process.path(target)) && !flags.has("yes"))
    return failed(2, "gpg: cannot open '/dev/tty': No such device or address");
  process.files.store(process.path(target), () => Buffer.from(binary));
  return ok();
}

function showKeys(text: string, colons: boolean): Outcome {
  const fingerprints = fingerprintsIn(text);
  if (fingerprints.length === 0) return nothingFound;
  const lines = fingerprints.map((fingerprint) =>
    colons
      ? `pub:-:2048:1:${fingerprint.slice(-16)}:1661436533:::-:::scSC::::::23::0:\nfpr:::::::::${fingerprint}:\n`
      : `pub   rsa2048 2022-08-25 [SC]\n      ${fingerprint}\n`,
  );
  return ok(lines.join(""));
}

export const gpgTool = program("gpg", gpg);
