import { execFileSync } from "node:child_process";
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { ensureToolchain } from "../../toolchain/ensure";
import { tools } from "../../toolchain/tools";

const netguard = tools.filter(({ name }) => name === "netguard");
const buildMinutes = 5;

let cache: string;
let log: string[];

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), "toolchain-"));
  log = [];
});

afterEach(() => rmSync(cache, { recursive: true }));

function ensure(more: Record<string, string> = {}) {
  return ensureToolchain({
    env: { ...process.env, HOMELAB_CACHE: cache, ...more },
    tools: netguard,
    log: (line) => log.push(line),
  });
}

test(
  "a tool is built once and then comes complete from the cache",
  async () => {
    const built = await ensure();
    expect(built.tools.map(({ origin }) => origin)).toEqual(["built"]);
    expect(log[0]).toMatch(/^building netguard 1\.0\.0 from Go modules: about \d+ s$/);
    expect((await ensure()).tools.map(({ origin }) => origin)).toEqual(["cache"]);
    expect(readdirSync(cache).sort()).toEqual(["sets", "tools"]);
  },
  buildMinutes * 60_000,
);

test(
  "two simultaneous runs build once",
  async () => {
    const both = await Promise.all([ensure(), ensure()]);
    expect(both.map(({ root }) => root)).toEqual([both[0]?.root, both[0]?.root]);
    expect(log.filter((line) => line.startsWith("building"))).toHaveLength(1);
  },
  buildMinutes * 60_000,
);

test(
  "the lock of a process that has ended is taken over",
  async () => {
    const gone = Number(execFileSync("sh", ["-c", "echo $$"]).toString());
    writeFileSync(join(cache, "lock"), JSON.stringify({ pid: gone, host: hostname() }));
    expect((await ensure()).tools).toHaveLength(1);
  },
  buildMinutes * 60_000,
);

test("an optional tool is left out without Go", async () => {
  const toolchain = await ensure({ HOMELAB_GO: "/nowhere/go" });
  expect(toolchain.tools).toEqual([]);
  expect(log).toEqual(["netguard 1.0.0 is left out: building it needs Go"]);
});

test("programs keep their compiled code in the cache, unless the user configured another place", async () => {
  const goless = { HOMELAB_GO: "/nowhere/go", NODE_COMPILE_CACHE: "" };
  expect((await ensure(goless)).env["NODE_COMPILE_CACHE"]).toBe(join(cache, "compile-cache"));
  expect((await ensure({ ...goless, NODE_COMPILE_CACHE: "/mine" })).env["NODE_COMPILE_CACHE"]).toBe("/mine");
});

test("the engine cannot write debug logs in any tool set, and those of earlier runs are removed", async () => {
  const goless = { HOMELAB_GO: "/nowhere/go" };
  const earlier = join(cache, "sets", "earlier", "home", "logs");
  mkdirSync(earlier, { recursive: true });
  writeFileSync(join(earlier, "pulumi-up.log"), "everything");
  for (const { pulumiHome } of [await ensure(goless), await ensure(goless)]) {
    for (const logs of [earlier, join(pulumiHome, "logs")]) expect(lstatSync(logs).isFile()).toBe(true);
  }
});

test("a build that fails shows what Go said and leaves nothing behind", async () => {
  const [tool] = netguard;
  if (!tool) throw new Error("no netguard");
  const broken = { ...tool, packages: ["./cmd/no-such-tool"] };
  const failing = ensureToolchain({
    env: { ...process.env, HOMELAB_CACHE: cache },
    tools: [broken],
    log: () => undefined,
  });
  await expect(failing).rejects.toThrow(/^building netguard 1\.0\.0 failed:\n[^]*no-such-tool/);
  expect(readdirSync(cache)).toEqual(["work"]);
});
