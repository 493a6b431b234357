import { FileError } from "../disk/file-error";
import { programIn } from "../image/installed-program";
import { failed, program, type Process } from "../program";
import { EXEC } from "../shell/commands";

/** Runs a file by its path: a simulated program, or a script under sh. */
export const exec = program(EXEC, async ([path = "", ...args], process) => {
  const file = readExecutable(path, process);
  if (typeof file !== "string") return file;
  const name = programIn(file);
  const found = name === undefined ? undefined : process.guest.programs.get(name);
  // A program in /usr/bin is started under its own name, so that it may fall back on the interpreter's.
  if (name !== undefined && !name.startsWith("@")) return process.run([name, ...args], { stdin: process.stdin });
  if (!found) return process.run(["sh", path, ...args], { stdin: process.stdin });
  process.started([found.name.replace(/^@/, ""), ...args]);
  return found.run(args, process);
});

/** The file's text, or why it cannot be run: 127 when it is not there, 126 when it may not be run. */
function readExecutable(path: string, process: Process): string | ReturnType<typeof failed> {
  try {
    const node = process.files.node(process.path(path), "open");
    if (node.type === "directory" || (node.mode & 0o111) === 0) return failed(126, `sh: 1: ${path}: Permission denied`);
    return process.files.file(process.path(path)).content.toString("utf8");
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return failed(127, `sh: 1: ${path}: not found`);
    return failed(126, `sh: 1: ${path}: Permission denied`);
  }
}
