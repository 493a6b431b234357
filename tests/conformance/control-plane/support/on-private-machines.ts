import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { judgesPackages } from "../../../../scripts/conformance/debian-packages";
import { builtTool } from "../../readers/tools";
import { codeOf } from "../../support/code-of";
import { judgedOnce, type JudgedOnce } from "../../support/judged-once";

/** What decides a group of tests, beside the code of this folder. */
export interface Circumstances {
  /** As a line of the summary says it. */
  readonly what: string;
  /** The programs built for it. */
  readonly tools: readonly string[];
  /** Scripts and documents that real programs are given. */
  readonly texts: readonly string[];
}

/** Begins a group within `describe`; `open` starts what its tests need, `close` ends it. */
export function onPrivateMachines(
  { what, tools, texts }: Circumstances,
  open: (programs: Readonly<Record<string, string>>) => Promise<void>,
  close: () => Promise<void>,
): JudgedOnce {
  const programs: Record<string, string> = {};
  return judgedOnce({
    what,
    circumstances: async () => {
      for (const tool of tools) programs[tool] = await builtTool(tool);
      const versions = execFileSync("dpkg-query", ["-W", ...judgesPackages], { encoding: "utf8" });
      return [versions, ...codeOf(join(__dirname, "..")), ...Object.values(programs), ...texts];
    },
    open: () => open(programs),
    close,
  });
}
