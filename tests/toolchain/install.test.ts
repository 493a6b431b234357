import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const repository = join(__dirname, "..", "..");

test("dependencies come from the lock file and npm's cache, and no install script of theirs runs", () => {
  const checkout = mkdtempSync(join(tmpdir(), "install-"));
  try {
    mkdirSync(join(checkout, "scripts"));
    for (const file of ["scripts/run.mjs", "package-lock.json"]) {
      copyFileSync(join(repository, file), join(checkout, file));
    }
    // In npm's place a program that writes down what it is asked for, and fails.
    const npm = join(checkout, "npm.cjs");
    writeFileSync(npm, `require("node:fs").writeFileSync("asked", process.argv.slice(2).join(" ")); process.exit(3);`);
    const env = { ...process.env, npm_execpath: npm };
    const { status, stderr } = spawnSync(process.execPath, [join(checkout, "scripts/run.mjs"), "plan"], { env });

    expect(status).toBe(1);
    expect(stderr.toString()).toContain("npm ci failed");
    const asked = readFileSync(join(checkout, "asked"), "utf8").split(" ");
    expect(asked[0]).toBe("ci");
    expect(asked).toEqual(expect.arrayContaining(["--ignore-scripts", "--prefer-offline"]));
  } finally {
    rmSync(checkout, { recursive: true });
  }
});
