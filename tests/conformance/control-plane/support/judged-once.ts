import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { judgesPackages } from "../../../../scripts/conformance/debian-packages";
import { type Accepted, keyOf, remember, remembered } from "../../../../scripts/conformance/memory";
import { builtTool } from "../../readers/tools";

/** What decides a group of tests, beside the code of this folder. */
export interface Circumstances {
  /** As a line of the summary says it. */
  readonly what: string;
  /** The programs built for it. */
  readonly tools: readonly string[];
  /** Scripts and documents that real programs are given. */
  readonly texts: readonly string[];
}

/** Tests whose real programs start only when something changed since all of them passed. */
export interface JudgedOnce {
  readonly it: (title: string, test: () => Promise<void>) => void;
  /** What a real program says, by a name: asked now, or as it was when the tests passed. For comparisons made each time. */
  readonly see: (name: string, ask: () => Promise<string>) => Promise<string>;
}

/** Begins a group within `describe`; `open` starts what its tests need, `close` ends it. */
export function judgedOnce(
  circumstances: Circumstances,
  open: (programs: Readonly<Record<string, string>>) => Promise<void>,
  close: () => Promise<void>,
): JudgedOnce {
  let before: Accepted | undefined;
  let key = "";
  let opened = false;
  const seen: Record<string, string> = {};
  const count = { tests: 0, passed: 0 };

  beforeAll(async () => {
    const programs = await programsOf(circumstances.tools);
    key = keyOf(...ownCode(), ...Object.values(programs), ...circumstances.texts);
    before = remembered(key);
    if (before) return;
    opened = true;
    await open(programs);
  });
  afterAll(async () => {
    if (opened) await close();
    if (!before && count.tests > 0 && count.passed === count.tests) remember(key, circumstances.what, seen);
  });

  return {
    it: (title, test) => {
      count.tests += 1;
      it(title, async () => {
        if (before) return;
        await test();
        count.passed += 1;
      });
    },
    see: async (name, ask) => before?.seen?.[name] ?? (seen[name] ??= await ask()),
  };
}

async function programsOf(tools: readonly string[]): Promise<Record<string, string>> {
  const programs: Record<string, string> = {};
  for (const tool of tools) programs[tool] = await builtTool(tool);
  return programs;
}

function ownCode(): string[] {
  const folder = join(__dirname, "..");
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  const files = names.map((name) => join(folder, name)).filter((path) => statSync(path).isFile());
  const versions = execFileSync("dpkg-query", ["-W", ...judgesPackages], { encoding: "utf8" });
  return [versions, ...files.map((file) => readFileSync(file, "utf8"))];
}
