import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Daemon } from "../../../../rehearsal/cluster/real/daemon";

const root = join(__dirname, "../../../..");
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "homelab-daemon-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const shell = (script: string) => new Daemon("program", "/bin/sh", ["-c", script], join(folder, "program.log"));

it("a program of the simulation runs until it is stopped", async () => {
  const daemon = shell("exec sleep 600");
  expect(daemon.failure).toBeUndefined();
  await daemon.stop();
  expect(daemon.failure).toBe("program ended: it said nothing");
});

it("a program that exits by itself is reported with its last lines", async () => {
  const daemon = shell("echo one; echo two; echo three; echo no such port >&2; exit 1");
  await daemon.ended;
  expect(daemon.failure).toBe("program ended: two | three | no such port");
});

it("a program does not outlive the process that started it, however that ends", async () => {
  // The program is not notified of an end, so it holds a pipe open that we watch.
  const script = `require(${JSON.stringify(join(root, "preload/read-typescript.cjs"))}).readTypeScript();
    const { Daemon } = require(${JSON.stringify(join(root, "rehearsal/cluster/real/daemon.ts"))});
    new Daemon("program", "/bin/sh", ["-c", "exec sleep 600 >" + process.argv[1]], process.argv[2]);
    setInterval(() => undefined, 1000);`;
  const pipe = join(folder, "pipe");
  execFileSync("mkfifo", [pipe]);
  const parent = spawn(process.execPath, ["-e", script, pipe, join(folder, "log")], { stdio: "inherit" });
  // Opens once the program has its end of it.
  const reader = createReadStream(pipe).resume();
  await once(reader, "open");
  parent.kill("SIGKILL");
  await once(reader, "end");
});
