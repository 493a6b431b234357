import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const root = join(__dirname, "../..");
const FOLDERS = [
  "model",
  "os",
  "distributions",
  "components",
  "steps",
  "packages",
  "rehearsal",
  "scripts",
  "toolchain",
];
const IMPORT = /(?:\bfrom|\bimport\(|\brequire\()\s*"(\.{1,2}\/[^"]+)"/g;

const files = new Set(
  FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") && !/(^|\/)(node_modules|tests)\//.test(name))
      .map((name) => join(root, folder, name)),
  ),
);

function importsOf(file: string): string[] {
  const paths = [...readFileSync(file, "utf8").matchAll(IMPORT)].map(([, path = ""]) => resolve(dirname(file), path));
  return paths.flatMap((path) => [`${path}.ts`, join(path, "index.ts")].filter((candidate) => files.has(candidate)));
}

/** The files of one circle of imports, types counted too; empty where there is none. */
function circle(): string[] {
  const done = new Set<string>();
  const path: string[] = [];
  const follow = (file: string): string[] => {
    if (path.includes(file)) return path.slice(path.indexOf(file));
    if (done.has(file)) return [];
    path.push(file);
    const found = importsOf(file).reduce<string[]>((known, next) => (known.length > 0 ? known : follow(next)), []);
    path.pop();
    done.add(file);
    return found;
  };
  return [...files].reduce<string[]>((known, file) => (known.length > 0 ? known : follow(file)), []);
}

test("no file is imported by what it imports", () => {
  expect(files.size).toBeGreaterThan(700);
  expect(circle().map((file) => relative(root, file))).toEqual([]);
});
