import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const root = join(__dirname, "../..");
const FOLDERS = [
  "model",
  "os",
  "distributions",
  "stack",
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
  const paths = [...readFileSync(file, "utf8").matchAll(IMPORT)].map(([, path = ""]) =>
    resolve(dirname(file), path.replace(/\.ts$/, "")),
  );
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

/** Part of the simulation: `guests` for all of rehearsal/guests/, `internet` for rehearsal/internet.ts. */
const simulationPartOf = (file: string): string | undefined => /^rehearsal\/([^/.]+)/.exec(relative(root, file))?.[1];

/** The folder of the checkout that a file is in, e.g. `model`. */
const folderOf = (file: string): string | undefined => relative(root, file).split("/")[0];

/** What a file is a part of; undefined where it does not count. */
type PartOf = (file: string) => string | undefined;

/** Parts that import each other in a circle, or stand above one: what is left when those that import no other part are taken away, again and again. */
function partsInCircles(partOf: PartOf, imports: (file: string) => readonly string[] = importsOf): string[] {
  const below = new Map<string, Set<string>>();
  for (const file of files) {
    const part = partOf(file);
    if (part === undefined) continue;
    const parts = imports(file).flatMap((path) => partOf(path) ?? []);
    below.set(part, new Set([...(below.get(part) ?? []), ...parts.filter((other) => other !== part)]));
  }
  for (;;) {
    const ground = [...below].filter(([, parts]) => ![...parts].some((part) => below.has(part)));
    if (ground.length === 0) return [...below.keys()].sort();
    for (const [part] of ground) below.delete(part);
  }
}

test("the simulation's parts import each other in one direction", () => {
  expect(partsInCircles(simulationPartOf)).toEqual([]);
});

test("the folders import each other in one direction", () => {
  expect(partsInCircles(folderOf)).toEqual([]);
});

test("a folder that imports one above it is found, with everything above both", () => {
  const upward = join(root, "stack/plan.ts");
  const withOne = (file: string) => (folderOf(file) === "model" ? [...importsOf(file), upward] : importsOf(file));
  expect(partsInCircles(folderOf, withOne)).toEqual(expect.arrayContaining(["distributions", "model", "os", "stack"]));
});

/** Node looks for `.json` before `.ts`: importing the module would give the data. */
test("no module has the name of a JSON file beside it", () => {
  const shadowed = [...files].filter((file) => existsSync(file.replace(/\.ts$/, ".json")));
  expect(shadowed.map((file) => relative(root, file))).toEqual([]);
});

test("no file is imported by a file that it imports", () => {
  expect(files.size).toBeGreaterThan(700);
  expect(circle().map((file) => relative(root, file))).toEqual([]);
});
