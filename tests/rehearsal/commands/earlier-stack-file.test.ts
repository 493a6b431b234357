import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UsageError } from "../../../scripts/cli/usage-error";
import { earlierStackFile } from "../../../scripts/rehearsal/earlier-stack-file";

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "homelab-earlier-"));
  mkdirSync(join(folder, "stacks"));
  file = join(folder, "stacks", "Pulumi.mine.yaml");
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.org", ...args], { cwd: folder });
  git("init", "--quiet");
  writeFileSync(file, "config: 1\n");
  git("add", ".");
  git("commit", "--quiet", "-m", "First");
  writeFileSync(file, "config: 2\n");
});
afterAll(() => rmSync(folder, { recursive: true }));

test("a revision gives the file as it was there, wherever in the repository it lies", () => {
  expect(earlierStackFile("HEAD", file)).toEqual({ text: "config: 1\n", name: "HEAD:Pulumi.mine.yaml" });
});

test("a path gives that file", () => {
  const other = join(folder, "other.yaml");
  writeFileSync(other, "config: 3\n");
  expect(earlierStackFile(other, file)).toEqual({ text: "config: 3\n", name: other });
});

test.each([
  ["a revision that does not exist", "nowhere"],
  ["a flag", "--output=/tmp/stolen"],
  ["nothing", ""],
])("%s is refused, with what git says", (_, from) => {
  const refused = () => earlierStackFile(from, file);
  expect(refused).toThrow(UsageError);
  expect(refused).toThrow(
    new RegExp(
      `--from: neither a file nor a revision of git that has Pulumi.mine.yaml, got ${from}.*must be e.g. HEAD`,
    ),
  );
});

test("a revision without that file is refused", () => {
  expect(() => earlierStackFile("HEAD", join(folder, "stacks", "Pulumi.new.yaml"))).toThrow(/git says: fatal: /);
});
