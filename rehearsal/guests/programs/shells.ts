import { failed, ok, program, type Process } from "../program";
import { quoteWords } from "../shell/quote";

/** `sh` and `bash`: `-c text`, `-s` with the script on stdin, a file, and options such as `-eu`. */
async function shell(args: readonly string[], process: Process) {
  const options: string[] = [];
  const todo = [...args];
  let fromStdin = false;
  let text: string | undefined;
  for (;;) {
    const word = todo[0];
    if (word === undefined || !/^[-+]./.test(word)) break;
    todo.shift();
    if (word === "--" || word === "-") break;
    if (word.startsWith("--")) continue;
    if (word.includes("s")) fromStdin = true;
    if (word.includes("c")) text = "";
    const set = word.replace(/[scli]/g, "");
    if (set.length > 1) options.push(set.endsWith("o") ? `${set} ${todo.shift() ?? ""}` : set);
  }
  if (text !== undefined) return run(process, options, todo.slice(1), todo.shift() ?? "", process.stdin, todo[0]);
  if (fromStdin || todo[0] === undefined) return run(process, options, todo, process.stdin, "");
  const file = todo.shift() ?? "";
  try {
    return await run(process, options, todo, process.files.file(process.path(file)).content.toString(), process.stdin);
  } catch {
    return failed(127, `sh: 0: cannot open ${file}: No such file`);
  }
}

function run(
  process: Process,
  options: string[],
  args: readonly string[],
  text: string,
  stdin: string,
  _name?: string,
) {
  const head = [...options.map((option) => `set ${option}; `), `set -- ${quoteWords(args)}; `];
  return process.script(head.join("") + text, { stdin });
}

export const shells = [
  program("sh", shell),
  program("bash", shell),
  program("dash", shell),
  program("umask", async (args, process) => {
    const mask = Number.parseInt(args.at(-1) ?? "", 8);
    if (args.length === 0) return ok("0022\n");
    if (Number.isNaN(mask)) return failed(2, `sh: 1: umask: Illegal number: ${args[0] ?? ""}`);
    await process.setUmask(mask);
    return ok();
  }),
  program("trap", ([action = "", ...conditions], process) => {
    for (const condition of conditions)
      process.trap(condition === "0" ? "EXIT" : condition, action === "-" ? "" : action);
    return ok();
  }),
  program("@status", ([status = "0"]) => ({ exitCode: Number(status) })),
  program("nohup", (args, process) => process.run(args, { stdin: process.stdin })),
  program("setsid", (args, process) => process.run(args, { stdin: process.stdin })),
];
