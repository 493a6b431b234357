import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const repository = join(__dirname, "..", "..");

let checkout = "";
beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), "install-"));
  mkdirSync(join(checkout, "scripts"));
  for (const file of ["scripts/run.mjs", "package-lock.json"]) {
    copyFileSync(join(repository, file), join(checkout, file));
  }
});
afterEach(() => rmSync(checkout, { recursive: true }));

/** Runs `npm run plan` there, with a program in npm's place that writes down what it is asked for, and fails. */
function plan() {
  const npm = join(checkout, "npm.cjs");
  writeFileSync(npm, `require("node:fs").writeFileSync("asked", process.argv.slice(2).join(" ")); process.exit(3);`);
  const env = { ...process.env, npm_execpath: npm };
  return spawnSync(process.execPath, [join(checkout, "scripts/run.mjs"), "plan"], { env, encoding: "utf8" });
}

test("dependencies come from the lock file and npm's cache, without install scripts", () => {
  const { status, stderr } = plan();
  expect(status).toBe(1);
  expect(stderr).toContain("npm ci failed");
  const asked = readFileSync(join(checkout, "asked"), "utf8").split(" ");
  expect(asked[0]).toBe("ci");
  expect(asked).toEqual(expect.arrayContaining(["--ignore-scripts", "--prefer-offline"]));
});

test("a half-written installation is repeated", () => {
  mkdirSync(join(checkout, "node_modules"));
  writeFileSync(join(checkout, "node_modules", ".package-lock.json"), "");
  expect(plan().stderr).toContain("npm ci failed");
});

test("an invalid lock file is reported in one line", () => {
  writeFileSync(join(checkout, "package-lock.json"), "");
  const { status, stderr } = plan();
  expect(stderr).toMatch(/^\S+package-lock\.json: missing; restore it: [^\n]+\n$/);
  expect(status).toBe(1);
});

test("packages of another checkout, behind a link, are not emptied to install this one's", () => {
  const others = join(checkout, "others");
  mkdirSync(others);
  symlinkSync(others, join(checkout, "node_modules"));
  const { status, stderr } = plan();
  expect(stderr).toMatch(/^\S+node_modules: a link to \S+others, which has other packages than package-lock\.json; /);
  expect(status).toBe(1);
  expect(existsSync(join(checkout, "asked"))).toBe(false);
});
