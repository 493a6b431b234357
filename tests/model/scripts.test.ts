import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { renderBootstrapScript, shellQuote } from "../../distributions/bootstrap-script";
import { roleScripts } from "../support/role-scripts";

/** Runs the text the way a machine gets it: on the stdin of a real /bin/sh. */
const run = (script: string, ...args: string[]) =>
  execFileSync("/bin/sh", ["-s", "--", ...args], { input: script, encoding: "utf8" });

/** Talos' run on the operator's own computer. */
const onMachines = roleScripts.filter(({ script }) => script.includes("\nPATH=/usr/local/sbin:"));

describe("a bootstrap script", () => {
  it("quotes any text so that the shell reads exactly that text", () => {
    const texts = fc.string({ unit: "binary-ascii" }).filter((text) => !text.includes("\0"));
    fc.assert(
      fc.property(texts, (text) => {
        expect(run(`printf %s ${shellQuote(text)}; echo .`)).toBe(`${text}.\n`);
      }),
      { numRuns: 30 },
    );
  });

  it("embeds a file whose content looks like the end of a here-document", () => {
    const script = renderBootstrapScript({
      parts: [],
      variables: { NODE_NAME: "n" },
      files: [{ path: "/dev/null/x", mode: "0600", content: "a\nEND\n$HOME `b`" }],
    });
    const body = script.replace("put() {", "put() { cat; }\nunused() {");
    expect(run(body.replaceAll(/^PATH=.*$/gm, ""), "write_files")).toBe("a\nEND\n$HOME `b`\n");
  });

  it.each(roleScripts)("is complete and well-formed as $role", ({ script }) => {
    execFileSync("sh", ["-n"], { input: script });
    execFileSync("bash", ["-n"], { input: script });
  });

  it.each(roleScripts)("defines no function twice as $role, as the first would be dead code", ({ script }) => {
    const names = [...script.matchAll(/^(\w+)\(\) [{(]/gm)].map(([, name]) => name);
    expect(names).toEqual([...new Set(names)]);
  });

  // Since Debian 13 /tmp is memory, half of it at most; what is downloaded for a node is a good part of that.
  it.each(onMachines)("writes nothing to /tmp as $role", ({ script }) => {
    expect(script).not.toMatch(/\/tmp\b|\bmktemp\b|\$\{?TMPDIR/);
  });

  it("does not print progress to stdout, which is for results", () => {
    const common = readFileSync(join(__dirname, "../../model/scripts/common.sh"), "utf8");
    expect(run(`NODE_NAME=n\n${common}\nstep one; say two`)).toBe("");
  });
});
