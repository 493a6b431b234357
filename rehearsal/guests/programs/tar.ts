import { FileError } from "../disk/file-error";
import { failed, ok, program, type Outcome, type Process } from "../program";
import { readArchive, type ArchiveFile } from "./archive";
import { reason } from "./files";
import { parseFlags } from "./flags";

const grammar = {
  flags: ["x", "z", "v", "t", "p", "extract", "gzip", "list", "no-same-owner", "same-permissions", "overwrite"],
  values: ["f", "C", "file", "directory"],
};

/** tar: unpacks with modes and owners as root's tar does; making archives is left to the interpreter's own. */
export const tar = program("tar", (args, process) => {
  const words = args[0] !== undefined && /^[a-zA-Z]+$/.test(args[0]) ? [`-${args[0]}`, ...args.slice(1)] : args;
  const { flags, values, operands } = parseFlags(words, grammar);
  const archive = (values.get("f") ?? values.get("file"))?.[0];
  const unpacks = flags.has("x") || flags.has("extract");
  if ((!unpacks && !flags.has("t")) || archive === undefined) return process.original?.(args) ?? ok();
  let bytes: Buffer;
  try {
    bytes = process.files.file(process.path(archive)).content;
  } catch (error) {
    return failed(
      2,
      `tar (child): ${archive}: Cannot open: ${reason(error)}\ntar: Error is not recoverable: exiting now`,
    );
  }
  const files = readArchive(bytes)?.filter(({ path }) => operands.length === 0 || operands.includes(path));
  if (!files)
    return failed(
      2,
      "\ngzip: stdin: not in gzip format\ntar: Child returned status 1\ntar: Error is not recoverable: exiting now",
    );
  if (!unpacks) return ok(files.map(({ path }) => `${path}\n`).join(""));
  return extract(process, process.path((values.get("C") ?? values.get("directory"))?.[0] ?? "."), files);
});

function extract(process: Process, target: string, files: readonly ArchiveFile[]): Outcome {
  if (process.guest.tree.find(target)?.type !== "directory")
    return failed(
      2,
      `tar: ${target}: Cannot open: No such file or directory\ntar: Error is not recoverable: exiting now`,
    );
  try {
    for (const { path, mode, content } of files) {
      const full = `${target}/${path}`;
      process.files.makeDirectory(full.slice(0, full.lastIndexOf("/")), true);
      process.files.store(full, () => content).mode = mode;
    }
    return ok();
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return failed(
      2,
      `tar: ${target}: Cannot mkdir: ${reason(error)}\ntar: Exiting with failure status due to previous errors`,
    );
  }
}
