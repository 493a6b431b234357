import { readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, relative } from "node:path";

const root = join(__dirname, "..");
const { dependencies, exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  dependencies: Record<string, string>;
  exports: Record<string, string>;
};
const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  return [...text.matchAll(/(?:\bfrom |^import |\bimport\()"([\w@./:-]+)"/gm)].map(([, name = ""]) => name);
}

function isAllowed(file: string, name: string): boolean {
  if (name.startsWith(".")) return !relative(root, join(root, dirname(file), name)).startsWith("..");
  if (isBuiltin(name)) return true;
  return name in dependencies || (file.startsWith("tests") && name === "fast-check");
}

test("the package imports nothing but itself, Node and what its package.json names", () => {
  expect(files.length).toBeGreaterThan(100);
  const foreign = files.flatMap((file) =>
    importsOf(file)
      .filter((name) => !isAllowed(file, name))
      .map((name) => `${file}: ${name}`),
  );
  expect(foreign).toEqual([]);
});

test("every exported module exists", () => {
  const public_ = Object.values(exports).map((path) => path.replace("./", ""));
  expect(public_.filter((path) => !files.includes(path))).toEqual([]);
});
