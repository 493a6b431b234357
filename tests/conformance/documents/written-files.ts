import type { MachineFile } from "../../../distributions/bootstrap-script";

const PUT = /^ *put '([^']+)' (0\d{3}) <<'(END_*)'$/;

/** The files that a script holds and will write with `put`, read back from its text. */
export function writtenFiles(script: string): MachineFile[] {
  const lines = script.split("\n");
  return lines.flatMap((line, index) => {
    const [, path, mode, mark] = PUT.exec(line) ?? [];
    if (path === undefined || mode === undefined || mark === undefined) return [];
    const body = lines.slice(index + 1, lines.indexOf(mark, index));
    return [{ path, mode, content: `${body.join("\n")}\n` }];
  });
}
