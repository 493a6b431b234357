import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commandTyped, runCommand as runLine } from "../../../scripts/cli/command-line";
import { inWords } from "../../../scripts/cli/in-words";
import { runCommand } from "../../support/run-command";

jest.setTimeout(60_000);

const repository = join(__dirname, "../../..");
/** Set on a machine without namespaces to run the other tests anyway. */
const withoutNamespaces = process.env.HOMELAB_NO_NAMESPACES === "1";

let folder = "";
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "homelab-places-"))));
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs one of our commands after a mount that only it can see. */
function withMount(mount: string, ...args: string[]) {
  mkdirSync(join(repository, ".rehearsal"), { recursive: true });
  const script = `${mount} && exec ${process.execPath} scripts/run.mjs "$@"`;
  const done = spawnSync("unshare", ["-rm", "sh", "-c", script, "sh", ...args], { cwd: repository, encoding: "utf8" });
  if (/unshare|mount:/.test(done.stderr)) throw new Error(`this machine lets no user mount anything: ${done.stderr}`);
  return done;
}

const asgard = () => join(repository, "Pulumi.asgard.yaml");
const readOnly = "mount --bind . . && cd . && mount -o remount,ro,bind .";

test("a full disk is reported in one line, before anything starts", () => {
  if (withoutNamespaces) return;
  const { status, stderr } = withMount("mount -t tmpfs -o size=64k none .rehearsal", "rehearse", asgard());
  expect(stderr).toMatch(
    /^\S+\.rehearsal\/asgard: the disk is full, got 0 MiB, must be at least 64 MiB; free some space\n$/,
  );
  expect(status).toBe(1);
});

test("a read-only checkout is reported in one line, and does not prevent a plan", () => {
  if (withoutNamespaces) return;
  const start = withMount(readOnly, "rehearse", "--stack-file", asgard(), "readonly");
  expect(start.stderr).toMatch(/^\S+\.rehearsal\/readonly: is on a read-only file system; [^\n]+\n$/);
  expect(start.status).toBe(1);
  const plan = withMount(readOnly, "plan", "--stack-file", asgard(), "readonly");
  expect(plan.stdout).toMatch(/^readonly: cluster valaskjalf/);
  expect(plan.stderr).toMatch(/^No picture: \S+ is on a read-only file system; [^\n]+\n$/);
  expect(plan.status).toBe(0);
});

test("a folder given as a file is reported in one line", async () => {
  const place = join(folder, "x.svg");
  mkdirSync(place);
  const picture = await runCommand("plan", ["asgard", "--picture", place]);
  expect(picture.err).toBe(`${place}: is a folder, must be a file\n`);
  expect(picture.status).toBe(1);
  writeFileSync(join(folder, "file"), "");
  const below = await runCommand("plan", ["asgard", "--picture", join(folder, "file", "x.svg")]);
  expect(below.err).toMatch(/^\S+: (exists and is not a folder|a part of this path is a file), must be a folder\n$/);
  expect(below.status).toBe(1);
});

test("an output file that cannot be written is reported in one line before anything is measured", async () => {
  const { status, err, out } = await runCommand("bench", ["--only", "simulation", "--json", folder]);
  expect({ status, err, out }).toEqual({ status: 1, err: `${folder}: is a folder, must be a file\n`, out: "" });
});

test("the engine's message about a backend is shown without its password", async () => {
  const command = commandTyped("npm run up --", "");
  const said = jest.spyOn(process.stderr, "write").mockReturnValue(true);
  const status = await runLine(command, [], () => {
    throw new Error('pulumi stack export failed: cannot open "postgres://me:hunter2@127.0.0.1:1/state"');
  });
  const [[text] = []] = said.mock.calls;
  said.mockRestore();
  expect({ status, text }).toEqual({
    status: 1,
    text: 'pulumi stack export failed: cannot open "postgres://***@127.0.0.1:1/state"\n',
  });
});

test("a picture never overwrites a file that is not one", async () => {
  const file = join(folder, "Pulumi.mine.yaml");
  writeFileSync(file, "mine");
  const { status, err } = await runCommand("plan", ["asgard", "--picture", file]);
  expect(err).toContain("must be a file in .svg, .mmd or .md");
  expect([status, readFileSync(file, "utf8")]).toEqual([2, "mine"]);
});

test("a disk image given as a stack file is reported in one line, at once", async () => {
  const file = join(folder, "disk.yaml");
  writeFileSync(file, "");
  truncateSync(file, 4 * 1024 ** 3);
  for (const script of ["plan", "rehearse"]) {
    const { status, err } = await runCommand(script, [file]);
    expect(err).toMatch(/^stack file: too large, got \S+ of 4096 MiB, must be a stack file of at most 8 MiB\n/);
    expect(status).toBe(2);
  }
});

test("user input reaches the terminal without control characters", async () => {
  for (const args of [
    ["\u001b[31m/x.yaml"],
    ["asgard", "--\u009b2J"],
    ["a\u202eb"],
    ["asgard", "--picture", "\u001b]0;x\u0007"],
  ]) {
    const { status, err } = await runCommand("plan", args);
    expect(err).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\u2028\u2029]/u);
    expect(err).toMatch(/\\u/);
    expect(status).toBe(2);
  }
});

test.each([
  [
    Object.assign(new Error("x"), { code: "ENOSPC", syscall: "write" }),
    /^a file that was being written: the disk is full; /,
  ],
  [
    Object.assign(new Error("x"), { code: "EACCES", syscall: "open", path: "/a" }),
    /^\/a: this user may not read or write it/,
  ],
  [Object.assign(new Error("spawn x EACCES"), { code: "EACCES", syscall: "spawn x" }), /^spawn x EACCES$/],
  [new Error("said to be read"), /^said to be read$/],
])("errors are reported in words: %s", (error, words) => expect(inWords(error)).toMatch(words));

test("a bug in this program keeps its stack trace", () => {
  expect(inWords(new TypeError("undefined is not a function"))).toBeUndefined();
});
