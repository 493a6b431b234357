import { execFileSync } from "node:child_process";
import { roleScripts } from "../support/role-scripts";

/** SC2034: not every role reads every variable. SC2317: functions are called by name from the last line. */
const shellcheck = (script: string) =>
  execFileSync("shellcheck", ["-s", "sh", "-e", "SC2034,SC2317", "-"], { input: script, encoding: "utf8" });

describe("shellcheck", () => {
  it.each(roleScripts)("finds nothing in the script of $role", ({ script }) => expect(shellcheck(script)).toBe(""));

  it("would find an unquoted expansion", () => expect(() => shellcheck("rm -rf $1/*")).toThrow(/SC2086|status/));
});
