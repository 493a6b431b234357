import { ok, program, type Outcome, type Process } from "../program";
import { withSuffix } from "../systemd/unit-name";
import { parseFlags } from "./flags";

/** Members of `adm` may read the journal (systemd-journald's ACLs on Ubuntu). */
const ADM = 4;

function journalctl(args: readonly string[], { guest, user }: Process): Outcome {
  const { values } = parseFlags(args, {
    flags: ["no-pager", "x", "e", "b", "f", "k", "r", "q", "xe", "no-hostname"],
    values: ["u", "unit", "n", "lines", "o", "output", "since", "p", "t"],
  });
  if (user.uid !== 0 && !user.groups.includes(ADM))
    return {
      stderr: "Hint: You are currently not seeing messages from other users and the system.\n",
      stdout: "-- No entries --\n",
    };
  const unit = values.get("u")?.[0] ?? values.get("unit")?.[0];
  const entries = guest.journal.read(unit === undefined ? undefined : withSuffix(unit));
  const last = entries.slice(-Number(values.get("n")?.[0] ?? values.get("lines")?.[0] ?? entries.length));
  const bare = (values.get("o")?.[0] ?? values.get("output")?.[0]) === "cat";
  const lines = last.map(({ time, text, unit: source }) => {
    const stamp = new Date(time * 1000).toISOString().slice(0, 19);
    return bare ? text : `${stamp} ${guest.hostname()} ${source.replace(/\.service$/, "")}[1]: ${text}`;
  });
  return ok(lines.length > 0 ? `${lines.join("\n")}\n` : bare ? "" : "-- No entries --\n");
}

export const journal = [
  program("journalctl", journalctl),
  program("logger", (args, { guest }) => {
    const { operands } = parseFlags(args, { flags: ["s", "i"], values: ["t", "p"] });
    guest.journal.write("logger", operands.join(" "));
    return ok();
  }),
];
