import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PulumiCommand } from "@pulumi/pulumi/automation";
import { Pulumi } from "../../scripts/engine/pulumi";
import { exportState } from "../../scripts/recover/stack-state";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "homelab-command-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const written = (name: string): string => readFileSync(join(folder, name), "utf8");

/** A stack whose engine is a script that writes down what it was started with, and then does what it is told here. */
function pretended(does: string, more: { env?: Record<string, string>; signal?: AbortSignal } = {}): Pulumi {
  const program = join(folder, "pulumi");
  const notes = `echo "$*" >>"${folder}/arguments"; env >"${folder}/environment"; cat /proc/$$/stat >"${folder}/stat"`;
  writeFileSync(program, `#!/bin/sh\n${notes}\n${does}\n`, { mode: 0o755 });
  const { env = {}, ...rest } = more;
  return new Pulumi({ program, version: "3.259.0", cwd: folder, env, stack: "mine", ...rest });
}

test("an update is one command, with the engine's own status and output", async () => {
  const pulumi = pretended("echo doing; echo broken >&2; exit 7");
  const result = await pulumi.update("up", {}, { logFile: join(folder, "log") });
  expect(result).toMatchObject({ status: 7, stdout: "doing\n", stderr: "broken\n", events: [] });
  expect(written("log").split("\n").sort()).toEqual(["", "broken", "doing"]);
  expect((await pretended("exit 0").update("destroy", {})).status).toBe(0);
  const commands = written("arguments").trim().split("\n");
  expect(commands.map((line) => line.split(" ")[0])).toEqual(["up", "destroy"]);
  expect(commands[0]).toMatch(
    /^up --yes --skip-preview --parallel 16 --color never .* --event-log tcp:\/\/127\.0\.0\.1:\d+ --stack mine --non-interactive$/,
  );
});

test("an engine killed by a signal has no exit status", async () => {
  expect((await pretended("kill -9 $$").update("preview", {})).status).toBeUndefined();
});

test("the engine runs with exactly the given environment, in its own process group", async () => {
  process.env["HOMELAB_OF_OURS"] = "1";
  await pretended("exit 0", { env: { PATH: process.env["PATH"] ?? "", HOMELAB_GIVEN: "1" } }).update("up", {});
  delete process.env["HOMELAB_OF_OURS"];
  const names = written("environment").match(/^\w+(?==)/gm);
  expect(names).toEqual(expect.arrayContaining(["HOMELAB_GIVEN", "PULUMI_AUTOMATION_API", "PULUMI_DEBUG_COMMANDS"]));
  expect(names).not.toContain("HOMELAB_OF_OURS");
  const [pid, , , , group, session] = written("stat").split(" ");
  expect([group, session]).toEqual([pid, pid]);
});

test("secrets are passed on standard input", async () => {
  const pulumi = pretended(`cat >"${folder}/stdin"`);
  await pulumi.expect(["config", "set", "--secret", "a"], { stdin: "hush" });
  expect([written("stdin"), written("arguments")]).toEqual(["hush", "config set --secret a --non-interactive\n"]);
});

test("a failed command is reported with the engine's message, not the API's", async () => {
  const pulumi = pretended("echo 'error: no stack named mine found' >&2; exit 6");
  await expect(pulumi.create()).rejects.toThrow(/^pulumi stack init failed: error: no stack named mine found$/);
  await expect(pulumi.cancel()).rejects.toThrow(/^pulumi cancel failed: error: no stack named mine found$/);
  expect(await pulumi.lastUpdate()).toBeUndefined();
});

test("a missing engine is reported", async () => {
  const pulumi = new Pulumi({ program: join(folder, "none"), cwd: folder, env: {}, stack: "mine" });
  await expect(pulumi.version()).rejects.toThrow(`"${join(folder, "none")}" is not installed`);
});

test("no command starts after an interruption", async () => {
  const controller = new AbortController();
  const pulumi = pretended("exit 0", { signal: controller.signal });
  controller.abort(new Error("interrupted"));
  await expect(pulumi.update("up", {})).rejects.toThrow("interrupted");
  await expect(pulumi.expect(["version"])).rejects.toThrow("interrupted");
  expect(existsSync(join(folder, "arguments"))).toBe(false);
});

test("the API uses no member of a command that ours lacks", () => {
  expect(Object.getOwnPropertyNames(PulumiCommand.prototype).sort()).toEqual(["constructor", "run"]);
});

test.each([
  ["exit 3", "pulumi stack export failed: it said nothing and ended with status 3"],
  ["kill -9 $$", "pulumi stack export failed: it said nothing and was ended by a signal"],
  ["echo broken; exit 3", "pulumi stack export failed: broken"],
  ["echo broken >&2; exit 3", "pulumi stack export failed: broken"],
  ["echo v1.0.0", "pulumi stack export failed: it printed no state; is the pulumi on PATH Pulumi's own?"],
  ["echo '{}'", "pulumi stack export failed: it printed no state; is the pulumi on PATH Pulumi's own?"],
])("a state that cannot be read is reported in words: %s", async (does, words) => {
  await expect(exportState(pretended(does))).rejects.toThrow(words);
});
