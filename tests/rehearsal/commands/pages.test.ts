import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { runCommand as run } from "../../../scripts/cli/command-line";
import manifest from "../../../package.json";
import { runCommand } from "../../support/run-command";

/** Every command reads its arguments as always, and does nothing then. */
jest.mock("../../../scripts/cli/command-line", () => {
  const real = jest.requireActual<{ runCommand: typeof run }>("../../../scripts/cli/command-line");
  const readAlone: typeof run = (command, args) => real.runCommand(command, args, () => 0);
  return { ...real, runCommand: readAlone };
});

const ROOT = join(__dirname, "../../..");
const read = (page: string) => readFileSync(join(ROOT, page), "utf8");
const pages = [
  "README.md",
  "CONTRIBUTING.md",
  ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md") && !name.startsWith("decisions"))
    .map((name) => join("docs", name)),
];

/** A command line in a page, with the variables before it. */
interface Line {
  readonly page: string;
  readonly variables: readonly string[];
  readonly words: readonly string[];
}

/** What stands between backticks, or is a line of a block without its comment. */
function codeIn(text: string): string[] {
  const blocks = [...text.matchAll(/^ *```\w*\n([\s\S]*?)^ *```/gm)].map(([, block = ""]) => block);
  const inline = [...text.replaceAll(/^ *```\w*\n[\s\S]*?^ *```/gm, "").matchAll(/`([^`\n]+)`/g)].map(
    ([, code = ""]) => code,
  );
  return [...blocks.flatMap((block) => block.split("\n")).flatMap((line) => line.split(/ +#/)), ...inline];
}

const lines: readonly Line[] = pages.flatMap((page) =>
  codeIn(read(page)).flatMap((code) => {
    const found = /(?:^|: )((?:[A-Z_]+=\S+ )*)((?:npm (?:start|test|run)\b|npx ).*)$/.exec(code.trim());
    const words = (text = "") => text.trim().split(/ +/).filter(Boolean);
    return found ? [{ page, variables: words(found[1]), words: words(found[2]) }] : [];
  }),
);
const ours = lines.filter(({ words: [program] }) => program === "npm");
const scripts: Readonly<Record<string, string>> = manifest.scripts;

/** `npm run plan -- asgard`: the script in package.json, and what it is given. */
function scriptOf({ words }: Line) {
  const [, verb = "", ...rest] = words;
  const [name = "", ...after] = verb === "run" ? rest : [verb, ...rest];
  return {
    name,
    args: after[0] === "--" ? after.slice(1) : after,
    isPassedOn: after.length === 0 || after[0] === "--",
  };
}

const each = (some: readonly Line[]) => [
  ...new Map(some.map((line) => [[...line.variables, ...line.words].join(" "), line])).entries(),
];

/** Stacks a reader makes, and places a reader has. */
const isForeign = (stack: string) => stack === "<stack>" || stack === "mine" || stack.startsWith("~/");

describe("a command in a page", () => {
  it("is found", () => {
    expect(ours.length).toBeGreaterThan(90);
    expect(new Set(ours.map(({ page }) => page)).size).toBeGreaterThan(15);
  });

  it.each(each(ours))("%s is an npm script, and accepts its arguments", async (_, line) => {
    const { name, args, isPassedOn } = scriptOf(line);
    expect(Object.keys(scripts)).toContain(name);
    expect(isPassedOn).toBe(true);
    const [, script] = /^exec node scripts\/run\.mjs (\w+)$/.exec(scripts[name] ?? "") ?? [];
    if (script === undefined) return expect(args).toEqual([]);
    const stands = ["up", "destroy"].includes(script) && args.length === 0 ? ["asgard"] : args;
    expect(await runCommand(script, stands)).toEqual({ status: 0, out: "", err: "" });
  });

  it.each(each(ours.filter((line) => ["start", "plan", "up", "destroy"].includes(scriptOf(line).name))))(
    "%s names a stack of this checkout, or one that the page creates",
    (_, line) => {
      const [stack = "asgard"] = scriptOf(line).args.filter((word) => !word.startsWith("--"));
      expect(isForeign(stack) || existsSync(join(ROOT, `Pulumi.${stack}.yaml`)) || existsSync(join(ROOT, stack))).toBe(
        true,
      );
    },
  );

  it.each(each(lines.filter(({ words }) => words[1] === "jest")))("%s runs a test that exists", (_, { words }) => {
    const project = words[words.indexOf("--selectProjects") + 1] ?? "";
    for (const file of words.filter((word) => word.startsWith("tests/"))) {
      expect(existsSync(join(ROOT, file))).toBe(true);
      expect(file.split("/")[1]).toBe(project);
    }
  });

  it("sets and names no variable of ours that is never read", () => {
    const named = new Set(pages.flatMap((page) => read(page).match(/\b(HOMELAB|UPDATE)_[A-Z_]+/g) ?? []));
    const folders =
      "model components scripts steps rehearsal tests toolchain preload distributions packages/pve-simulator";
    const sources = folders.split(" ").flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
        .filter((file) => /\.(ts|cjs|mjs|sh|go)$/.test(file) && !file.includes("node_modules"))
        .map((file) => read(join(folder, file))),
    );
    const unread = [...named].filter((name) => !sources.some((source) => source.includes(name)));
    expect(named.size).toBeGreaterThan(3);
    expect(unread).toEqual([]);
  });
});
