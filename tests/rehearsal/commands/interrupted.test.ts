import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { isAlive } from "../../../scripts/engine/process-tree";

const repository = join(__dirname, "../../..");

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "interrupted-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** An engine that signals its caller, and then neither answers nor exits. */
function pulumiThatSignals(signal: string): void {
  const lines = ["#!/bin/sh", `echo $$ >${folder}/pid`, `kill -${signal} $PPID`, "exec sleep 1000", ""];
  writeFileSync(join(folder, "pulumi"), lines.join("\n"), { mode: 0o755 });
}

test.each(["INT", "TERM", "HUP"])(
  "SIG%s ends a quick command and its children without a terminal, with status 130",
  async (signal) => {
    pulumiThatSignals(signal);
    const env = { ...process.env, PATH: `${folder}${delimiter}${process.env["PATH"]}` };
    const plan = spawn(process.execPath, ["scripts/run.mjs", "plan", "asgard", "--json"], {
      cwd: repository,
      env,
      stdio: "ignore",
    });
    expect(await once(plan, "close")).toEqual([130, null]);
    const started = Number(readFileSync(join(folder, "pid"), "utf8"));
    // Nobody's child any more; init takes a moment to bury it.
    while (isAlive(started)) await new Promise(setImmediate);
  },
);

/** npm passes a signal on to the shell that it started, and to nobody else: the shell has to have become the command. */
test("SIGTERM to npm ends the command that it runs", async () => {
  const wait = [`while [ ! -s ${folder}/npm ]; do :; done`, `kill -TERM $(cat ${folder}/npm)`];
  const lines = ["#!/bin/sh", `echo $$ >${folder}/pid`, ...wait, "exec sleep 1000", ""];
  writeFileSync(join(folder, "pulumi"), lines.join("\n"), { mode: 0o755 });
  const env = { ...process.env, PATH: `${folder}${delimiter}${process.env["PATH"]}` };
  const npm = spawn("npm", ["run", "plan", "--", "asgard", "--json"], { cwd: repository, env, stdio: "ignore" });
  writeFileSync(join(folder, "npm"), String(npm.pid));
  expect(await once(npm, "close")).toEqual([130, null]);
  const started = Number(readFileSync(join(folder, "pid"), "utf8"));
  while (isAlive(started)) await new Promise(setImmediate);
});
