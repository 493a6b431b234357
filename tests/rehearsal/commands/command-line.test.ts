import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../../support/run-command";

const repository = join(__dirname, "../../..");
const commands = ["rehearse", "plan", "up", "destroy", "toolchain", "test", "conformance", "check", "bench"];

const entry = (...args: string[]) =>
  spawnSync(process.execPath, [join(repository, "scripts", "run.mjs"), ...args], { encoding: "utf8" });

describe("every command", () => {
  it("is listed by the common entry point, which prints the list for an unknown one", () => {
    const overview = entry("--help");
    expect(overview.status).toBe(0);
    for (const line of ["npm start", "npm run plan", "npm run up"]) expect(overview.stdout).toContain(line);
    const unknown = entry("rehears");
    expect(unknown).toMatchObject({ status: 2, stdout: "" });
    expect(unknown.stderr).toContain(`unknown command "rehears"; there are:\n${overview.stdout}`);
  });

  it.each(commands)("%s is a separate script", (name) => {
    expect(existsSync(join(repository, "scripts", `${name}.ts`))).toBe(true);
  });

  it.each(commands)("%s --help explains flags and exit status, whatever else is given", async (name) => {
    for (const args of [["--help"], ["-h"], ["build", "--help"], ["../../x", "--help"], ["--help", "--frobnicate"]]) {
      const { status, out, err } = await runCommand(name, args);
      expect(err).toBe("");
      expect(status).toBe(0);
      expect(out).toMatch(/^Usage: npm (start|test|run \S+) -- /);
      expect(out).toMatch(/exit status/i);
    }
  });

  it.each(commands)("%s refuses an unknown flag, and runs nothing", async (name) => {
    const { status, out, err } = await runCommand(name, ["--frobnicate"]);
    expect(out).toBe("");
    expect(err).toMatch(/^unknown option '--frobnicate'\nsee npm .* --help\n$/);
    expect(status).toBe(2);
  });

  it.each(commands)("%s refuses extra arguments", async (name) => {
    const { status, err } = await runCommand(name, ["build", "two", "three"]);
    expect(err).toMatch(/^too many arguments\. Expected [01] arguments? but got [23]/);
    expect(status).toBe(2);
  });

  it.each([
    ["up", [], "missing required argument 'stack'"],
    ["destroy", ["--yes"], "missing required argument 'stack'"],
    ["destroy", ["midgard", "--yes"], "stacks of this checkout: asgard"],
    ["up", ["tests/fixtures/valid/small.yaml"], "outside this checkout"],
    ["plan", ["midgard"], "stacks of this checkout: asgard"],
    ["plan", ["model"], "stacks of this checkout: asgard"],
    ["plan", ["./model"], "is no file"],
    ["rehearse", ["midgard"], "stacks of this checkout: asgard"],
    ["rehearse", ["--profile", "slow"], "Allowed choices are fast, real"],
    ["rehearse", ["--fault", "meteor"], "task-fails"],
    ["rehearse", ["--stack-file", "nowhere/Pulumi.x.yaml"], "does not exist"],
    ["toolchain", ["ready"], "Allowed choices are table, build, env"],
    ["test", ["--only", "modle"], "Allowed choices are model"],
    ["bench", ["--only", "quik"], "Allowed choices are"],
    ["rehearse", ["--fault", "never-boots:"], "malformed, must be kind, kind:target, kind@nth or kind:target@nth"],
    ["rehearse", ["--fault", "task-fails@0"], "counted from 1 to 100000"],
    ["rehearse", ["--fault", "task-fails@99999999999999999999"], "counted from 1 to 100000"],
    ["rehearse", ["--fault", "constructor"], "no such fault"],
    ["plan", ["package.json/x.yaml"], "a part of this path is a file"],
    ["plan", [`${"x".repeat(90)}/${"y/".repeat(2500)}z.yaml`], "its name is too long"],
    ["bench", ["--patience", "long"], "must be a number of seconds"],
    ["bench", ["--patience", "Infinity"], "must be a number of seconds"],
    ["bench", ["--patience", "1e9"], "must be a number of seconds"],
  ])("%s %j is bad usage, and the message says what is valid", async (name, args, words) => {
    const { status, out, err } = await runCommand(name, args);
    expect(err).toContain(words);
    expect(err).not.toMatch(/\n\s+at /);
    expect(out).toBe("");
    expect(status).toBe(2);
  });
});
