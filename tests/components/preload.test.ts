import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { appendFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { statSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const repository = join(__dirname, "..", "..");
const folder = join(repository, ".rehearsal", "preload-test");
/** Requires as the SDK's own files do. */
const asSdk = `require("node:module").createRequire(require.resolve("@pulumi/pulumi/package.json"))`;

beforeAll(() => mkdirSync(folder, { recursive: true }));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs code in a process that starts as the program's does. */
function started(code: string, { env = {}, flags = [] as string[], cwd = repository } = {}) {
  const args = [...flags, "--require=./preload/program.cjs", "--eval", code];
  const all = { ...process.env, TRACEPARENT: "", HOMELAB_DEBUG: "", NODE_OPTIONS: "", ...env };
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd, env: all, encoding: "utf8" });
  return { stdout: stdout.trim(), stderr };
}

/** What code prints as JSON. */
const answer = (code: string, env = {}): unknown => {
  const { stdout, stderr } = started(`Promise.resolve(${code}).then((it) => console.log(JSON.stringify(it)))`, { env });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout);
};

const loaded = (pattern: RegExp): string => `Object.keys(require.cache).filter((name) => ${pattern}.test(name)).length`;

test("errors have stacks only on request, as every output of the SDK creates one", () => {
  const limit = "Error.stackTraceLimit";
  const flags = ["--stack-trace-limit=0"];
  const contact = (env: Readonly<Record<string, string>>) => started(`console.log(${limit})`, { env, flags }).stdout;
  expect([contact({}), contact({ HOMELAB_DEBUG: "1" })]).toEqual(["0", "30"]);
});

test("the program and every command load outside of jest, which resolves modules differently", () => {
  const commands = ["up", "destroy", "plan", "rehearse", "toolchain"].map((name) => `./scripts/${name}.ts`);
  const read = ["./index.ts", "./steps/main.ts", ...commands].map((file) => `typeof require("${file}")`);
  expect(answer(`[${read.join()}]`)).toEqual(["function", ...Array<string>(commands.length + 1).fill("object")]);
  // Nothing is compiled yet in a new checkout.
}, 90_000);

describe("a TypeScript file", () => {
  const file = join(folder, "program.ts");
  const typed = "interface Typed {\n  readonly text: string;\n}\n\n";

  test("appears with its own line numbers in the stack of an error", () => {
    writeFileSync(file, `${typed}export function fail({ text }: Typed): never {\n  throw new Error(text);\n}\n`);
    const { stdout } = started(
      `${asSdk}("source-map-support/register");
       try { require(${JSON.stringify(file)}).fail({ text: "wrong" }); } catch ({ stack }) { console.log(stack); }`,
      { flags: ["--stack-trace-limit=10"] },
    );
    expect(stdout.split("\n")[0]).toBe("Error: wrong");
    expect(stdout).toContain(`${file}:6:9`);
  });

  test("with a syntax error is reported with the line, without a stack", () => {
    writeFileSync(file, `${typed}const typed: = 3;\n`);
    const { stdout } = started(
      `try { require(${JSON.stringify(file)}); } catch (error) { console.log(error.name, error.message); }`,
    );
    expect(stdout).toContain("SyntaxError");
    expect(stdout).toContain(`${file}:5:1`);
  });

  test("is compiled once until it changes", () => {
    const never = randomUUID(); // A text that no earlier run of this test has compiled.
    const write = (value: number): void =>
      writeFileSync(file, `${typed}export const value: number = ${value}; // ${never}\n`);
    const run = (): unknown => answer(`[require(${JSON.stringify(file)}).value, ${loaded(/@swc\/core\/index/)} > 0]`);
    write(1);
    expect(run()).toEqual([1, true]);
    expect(run()).toEqual([1, false]);
    write(2);
    expect(run()).toEqual([2, true]);
  });
});

describe("the program's bundle", () => {
  const heavy = loaded(/\/(zod|yaml)\//);
  const sdks = loaded(/\/@pulumi\/pulumi\/index\.js$/);
  const read = `[typeof require("./index.ts"), ${heavy} > 0, ${sdks}]`;

  test("is what runs: bundled packages are not loaded again, and the SDK exists once", () => {
    expect(answer(read)).toEqual(["function", false, 1]);
    expect(answer(read, { HOMELAB_DEBUG: "1" })).toEqual(["function", true, 1]);
  }, 60_000);

  test("leaves the SDK alone: nothing that runs before the program names one of its internal modules", () => {
    const preload = readdirSync(join(repository, "preload")).map((name) => join(repository, "preload", name));
    expect(preload.length).toBeGreaterThan(5);
    expect(preload.filter((file) => /@pulumi\/\w+\/|_load\b|prototype/.test(readFileSync(file, "utf8")))).toEqual([]);
  });

  /** What is kept of a program that says this. */
  function keptWith(word: string): string[] {
    const place = join(repository, "node_modules", ".cache", "homelab", "bundle");
    const bundles = readdirSync(place).filter((name) => name.endsWith(".js"));
    const [bundle = "none"] = bundles.filter((name) => readFileSync(join(place, name), "utf8").includes(word));
    const kept = readdirSync(place).filter((name) => name.startsWith(bundle));
    expect(kept).toHaveLength(2);
    return kept.map((name) => join(place, name));
  }

  test("is rebuilt when any file of the program changes, and when the cached one is truncated", () => {
    const cwd = join(folder, "checkout");
    for (const name of ["components", "distributions", "model", "os", "preload", "stack", "index.ts"])
      cpSync(join(repository, name), join(cwd, name), { recursive: true });
    symlinkSync(join(repository, "node_modules"), join(cwd, "node_modules"));
    const never = randomUUID();
    const said = () => started(`require("./index.ts"); console.log(globalThis.said)`, { cwd }).stdout;
    expect(said()).toBe("undefined");
    appendFileSync(join(cwd, "stack", "plan.ts"), `\n(globalThis as { said?: string }).said = "${never}";\n`);
    expect(said()).toBe(never);
    for (const file of keptWith(never)) truncateSync(file, Math.floor(statSync(file).size / 2));
    expect(said()).toBe(never);
    appendFileSync(join(cwd, "stack", "plan.ts"), "const typed: = 3;\n");
    expect(started(`require("./index.ts")`, { cwd }).stderr).toContain("plan.ts");
  }, 60_000);
});

test("a cached file is used only if it is intact: not truncated, empty, or filled with zeros", () => {
  const file = join(folder, "kept");
  const kept = (change: string): unknown =>
    answer(`(() => {
      const { keepFile, keptFile } = require("./preload/keep-file.cjs");
      const { readFileSync, writeFileSync } = require("node:fs");
      const file = ${JSON.stringify(file)};
      keepFile(file, "const program = 1;");
      const all = readFileSync(file);
      writeFileSync(file, ${change});
      return keptFile(file)?.toString() ?? "nothing";
    })()`);
  expect(kept("all")).toBe("const program = 1;");
  for (const change of ["all.subarray(0, -4)", "all.subarray(0, 32)", "''", "Buffer.alloc(all.length)"])
    expect(kept(change)).toBe("nothing");
});
