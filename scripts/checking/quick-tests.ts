import { posix } from "node:path";

/** The quick tests that a check runs: jest's arguments, and in words which ones and why. */
export interface Selection {
  /** Undefined if there is nothing to run. */
  readonly args?: readonly string[];
  readonly which: string;
}

/** Reads a file of the checkout; undefined if there is none. */
type Read = (path: string) => string | undefined;

const PROJECTS = ["--selectProjects", "model", "components"];

/** Helpers of tests that read stack files only, whose change runs every test. */
const STACK_FILE_READERS = [
  "tests/model/stack-fixtures.ts",
  "tests/support/asgard.ts",
  "tests/support/rehearsal.ts",
  "tests/support/sample-edits.ts",
];

/**
 * The tests that a change can make fail: those that import a changed module, directly or not, and those that read files
 * of the checkout or start programs, as no import shows which. Anything that is neither a module nor a page may be read by
 * any test, e.g. scripts and stack files: all tests run then.
 */
export function quickTests(changed: readonly string[], files: readonly string[], read: Read): Selection {
  if (changed.length === 0) return { which: "none, as nothing has changed since they passed" };
  const [other] = changed.filter((path) => !/\.(ts|md)$/.test(path));
  if (other !== undefined) return everyTest(`as ${other} has changed`);
  const modules = changed.filter((path) => path.endsWith(".ts") && files.includes(path));
  const args = ["--findRelatedTests", ...modules, ...readingTests(files, read), "--passWithNoTests"];
  return { args: [...PROJECTS, ...args], which: `those that ${countOf(changed)} can affect; --all runs every one` };
}

export function everyTest(why: string): Selection {
  return { args: PROJECTS, which: `every one, ${why}` };
}

export const countOf = (paths: readonly string[]): string =>
  paths.length === 1 ? (paths[0] as string) : `${paths.length} changed files`;

function readingTests(files: readonly string[], read: Read): string[] {
  const known = new Map<string, boolean>();
  return files.filter(
    (path) => /^tests\/(model|components)\/.*\.test\.ts$/.test(path) && readsFiles(path, read, known),
  );
}

/** Whether a module of tests/ reads files or starts programs, itself or in a module of tests/ that it imports. */
function readsFiles(path: string, read: Read, known: Map<string, boolean>): boolean {
  const before = known.get(path);
  if (before !== undefined) return before;
  known.set(path, false); // Ends a circle of imports.
  const text = STACK_FILE_READERS.includes(path) ? "" : (read(path) ?? "");
  const reads =
    /"node:(fs|fs\/promises|child_process)"/.test(text) ||
    importedBy(path, text).some((module) => readsFiles(module, read, known));
  known.set(path, reads);
  return reads;
}

function importedBy(path: string, text: string): string[] {
  const names = [...text.matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)].map(([, name = ""]) => name);
  return names.map((name) => `${posix.join(posix.dirname(path), name)}.ts`).filter((it) => it.startsWith("tests/"));
}
