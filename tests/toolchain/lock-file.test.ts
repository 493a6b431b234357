import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { releaseLock, takeLock, type Holder } from "../../toolchain/lock-file";

let folder = "";
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "lock-"))));
afterEach(() => rmSync(folder, { recursive: true }));

const lock = () => join(folder, "lock");
const holder = () => JSON.parse(readFileSync(lock(), "utf8")) as Holder;

test("a lock is taken once, and says who has it and since when", () => {
  expect(takeLock(lock())).toBeUndefined();
  const second = takeLock(lock());
  expect(second).toMatchObject({ pid: process.pid, host: hostname() });
  expect(Date.parse(second?.since ?? "")).toBeLessThanOrEqual(Date.now());
  releaseLock(lock());
  expect(takeLock(lock())).toBeUndefined();
});

test.each(["", "{", "null", "[]", '"asgard"', "{}", '{"pid":"1"}', '{"pid":0,"host":"x"}', "\0\0\0\0"])(
  "an empty or invalid file is no lock: %j",
  (text) => {
    writeFileSync(lock(), text);
    expect(takeLock(lock())).toBeUndefined();
    expect(holder().pid).toBe(process.pid);
    expect(readdirSync(folder)).toEqual(["lock"]);
  },
);

test("the lock of a process that is not running is taken over", async () => {
  const child = spawn("true");
  await once(child, "exit");
  writeFileSync(lock(), JSON.stringify({ pid: child.pid, host: hostname(), since: "2026-01-01" }));
  expect(takeLock(lock())).toBeUndefined();
});

test("so is that of a process whose id was reused", () => {
  if (process.platform !== "linux") return;
  writeFileSync(lock(), JSON.stringify({ pid: process.ppid, host: hostname(), since: "2026-01-01", began: "1" }));
  expect(takeLock(lock())).toBeUndefined();
});

test("a process of another machine cannot be checked and keeps its lock", () => {
  writeFileSync(lock(), JSON.stringify({ pid: 2 ** 22 + 1, host: "nas", since: "2026-01-01" }));
  expect(takeLock(lock())).toEqual({ pid: 2 ** 22 + 1, host: "nas", since: "2026-01-01" });
});

test("a folder in its place is reported, not waited for", () => {
  mkdirSync(lock());
  expect(() => takeLock(lock())).toThrow(`${lock()}: is a folder, must be a file; remove it`);
  expect(existsSync(lock())).toBe(true);
});

test("if many want a stale one at once, one gets it", async () => {
  writeFileSync(lock(), "");
  const program = `require("ts-node/register/transpile-only");
    const held = require("${join(__dirname, "../../toolchain/lock-file")}").takeLock("${lock()}");
    if (held === undefined) { console.log("mine"); setTimeout(() => {}, 1500); }`;
  const said = await Promise.all(
    Array.from({ length: 6 }, async () => {
      const child = spawn(process.execPath, ["-e", program], { stdio: ["ignore", "pipe", "inherit"] });
      let out = "";
      child.stdout.on("data", (text: Buffer) => (out += text.toString()));
      await once(child, "close");
      return out.trim();
    }),
  );
  expect(said.filter((word) => word === "mine")).toHaveLength(1);
});
