import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { changedBetween, filesByHash, keepFiles, keptFiles } from "../../../scripts/checking/files-by-hash";
import { quickTests } from "../../../scripts/checking/quick-tests";

const checkout: Readonly<Record<string, string>> = {
  "model/address.ts": "export const one = 1;",
  "tests/model/address.test.ts": 'import { one } from "../../model/address";',
  "tests/model/circles.test.ts": 'import { imports } from "../support/imports";',
  "tests/model/pages.test.ts": 'import { readFileSync } from "node:fs";',
  "tests/model/stacks.test.ts": 'import { stacks } from "./stack-fixtures";',
  "tests/model/stack-fixtures.ts": 'import { readFileSync } from "node:fs";',
  "tests/support/imports.ts": 'import { readdirSync } from "node:fs";\nimport { more } from "./more";',
  "tests/support/more.ts": 'import { imports } from "./imports";',
  "tests/rehearsal/slow.test.ts": 'import { readFileSync } from "node:fs";',
};
const after = (...changed: readonly string[]) =>
  quickTests(changed, Object.keys(checkout), (path) => checkout[path]).args ?? [];
const READING = ["tests/model/circles.test.ts", "tests/model/pages.test.ts"];

describe("the quick tests of a check", () => {
  it("are those that import a changed module, and those that read files", () => {
    expect(after("model/address.ts")).toEqual(
      expect.arrayContaining(["--findRelatedTests", "model/address.ts", ...READING]),
    );
    expect(after("model/address.ts")).not.toContain("tests/model/stacks.test.ts");
    expect(after("model/address.ts")).not.toContain("tests/rehearsal/slow.test.ts");
  });

  it("are those that read files after a change of a page, or if a module is deleted", () => {
    for (const path of ["README.md", "model/gone.ts"]) {
      expect(after(path)).toEqual(expect.arrayContaining(READING));
      expect(after(path)).not.toContain(path);
    }
  });

  it.each(["model/scripts/common.sh", "Pulumi.asgard.yaml", "package-lock.json", "jest.config.js"])(
    "are all of them after a change of %s, which no import shows",
    (path) => {
      expect(after("model/address.ts", path)).toEqual(["--selectProjects", "model", "components"]);
    },
  );

  it("are none if nothing has changed, and that is reported", () => {
    const { args, which } = quickTests([], Object.keys(checkout), (path) => checkout[path]);
    expect(args).toBeUndefined();
    expect(which).toBe("none, as nothing has changed since they passed");
  });
});

describe("the files of a checkout", () => {
  const folder = mkdtempSync(join(tmpdir(), "homelab-files-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const write = (path: string, text: string) => writeFileSync(join(folder, path), text);

  it("have changed if added, edited or deleted, committed or not, unless git ignores them", () => {
    execFileSync("git", ["init", "--quiet"], { cwd: folder });
    mkdirSync(join(folder, "model"));
    for (const path of [".gitignore", "model/a.ts", "model/b.ts", "a b.md"]) write(path, "ignored\n");
    const before = filesByHash(folder) ?? {};
    write("model/a.ts", "changed");
    write("model/c.ts", "added");
    write("ignored", "");
    rmSync(join(folder, "a b.md"));
    expect(changedBetween(before, filesByHash(folder) ?? {})).toEqual(["a b.md", "model/a.ts", "model/c.ts"]);
  });

  it("are remembered, but not from a file that a full disk left half written", () => {
    const file = join(folder, "kept", "files.json");
    expect(keptFiles(file)).toBeUndefined();
    keepFiles(file, { "a.ts": "1" });
    expect(keptFiles(file)).toEqual({ "a.ts": "1" });
    write("kept/files.json", '{"a.ts"');
    expect(keptFiles(file)).toBeUndefined();
  });
});
