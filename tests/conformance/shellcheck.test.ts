import { spawnSync } from "node:child_process";
import { roleScripts } from "../support/role-scripts";

/** What shellcheck says. SC2034: not every role reads every variable. SC2317: the last line calls functions by name. */
function shellcheck(script: string): string {
  const { stdout, error } = spawnSync("shellcheck", ["-s", "sh", "-e", "SC2034,SC2317", "-"], {
    input: script,
    encoding: "utf8",
  });
  if (error) throw error;
  return stdout;
}

describe("shellcheck", () => {
  it.each(roleScripts)("finds nothing in the script of $role", ({ script }) => expect(shellcheck(script)).toBe(""));

  it("would find an unquoted expansion", () => expect(shellcheck("rm -rf $1/*")).toContain("SC2086"));
});
