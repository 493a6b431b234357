import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { emptiedFolder, privateFolder } from "../../../scripts/private-folder";
import { checkedStackName, stackNameOfFile } from "../../../scripts/stack-name";
import { runCommand } from "../../support/run-command";

jest.setTimeout(60_000);

let folder = "";
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "homelab-folders-"))));
afterEach(() => rmSync(folder, { recursive: true }));

describe("the name of a stack", () => {
  it.each([
    "../../x",
    "..",
    ".",
    ".hidden",
    "a/b",
    "a\\b",
    "",
    "-x",
    "a b",
    "ä",
    "x".repeat(101),
    "engine",
    "bench",
    "a\n",
  ])("is refused when it is %j", (name) => expect(() => checkedStackName(name)).toThrow("stack name:"));

  it.each(["asgard", "home-lab", "pc.tips", "7", "_a"])("may be %s", (name) => {
    expect(checkedStackName(name)).toBe(name);
  });

  it.each([
    ["some/Pulumi.mine.yaml", "mine"],
    ["mine.yml", "mine"],
    ["/a/Pulumi.pc.tips.yaml", "pc.tips"],
  ])("of %s is %s", (file, name) => expect(stackNameOfFile(file)).toBe(name));

  it.each(["some/.yaml", "...yaml", "Pulumi...yaml", "my stack.yaml", "../.."])("cannot be read from %s", (file) =>
    expect(() => stackNameOfFile(file)).toThrow("stack name:"),
  );

  it("never leads out of its folder", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        try {
          expect(join("/a/b", checkedStackName(text))).toMatch(/^\/a\/b\/[^/]+$/);
        } catch (error) {
          expect(String(error)).toContain("stack name:");
        }
      }),
    );
  });
});

describe("the folder of a stack", () => {
  it("is accessible to its owner only, whoever created it", () => {
    mkdirSync(join(folder, ".rehearsal", "x"), { recursive: true, mode: 0o755 });
    expect(statSync(privateFolder(folder, "x")).mode & 0o777).toBe(0o700);
    expect(statSync(privateFolder(folder, "new")).mode & 0o777).toBe(0o700);
  });

  it.each([
    ["a link", (place: string, elsewhere: string) => symlinkSync(elsewhere, place)],
    ["a file", (place: string) => writeFileSync(place, "")],
  ])("is refused when it is %s", (what, make) => {
    const elsewhere = join(folder, "elsewhere");
    mkdirSync(elsewhere);
    mkdirSync(join(folder, ".rehearsal"));
    make(join(folder, ".rehearsal", "x"), elsewhere);
    expect(() => privateFolder(folder, "x")).toThrow(
      `${join(folder, ".rehearsal", "x")}: is ${what}, must be a folder`,
    );
  });

  it("is refused when it contains a symbolic link, which a run would follow", () => {
    const mine = join(folder, "mine.svg");
    writeFileSync(mine, "mine");
    symlinkSync(mine, join(privateFolder(folder, "x"), "topology.svg"));
    expect(() => privateFolder(folder, "x")).toThrow(/topology.svg: is a link, must be a file or folder, .*; remove/);
    expect(readFileSync(mine, "utf8")).toBe("mine");
  });

  it("is refused when its logs contain a symbolic link", () => {
    const mine = join(folder, "mine.log");
    writeFileSync(mine, "mine");
    mkdirSync(join(privateFolder(folder, "x"), "logs"));
    symlinkSync(mine, join(folder, ".rehearsal", "x", "logs", "up.log"));
    expect(() => privateFolder(folder, "x")).toThrow(/logs\/up.log: is a link/);
  });

  it.each([["bench", "plan"], ["engine"]])(
    "of tests and measurements is never cleared through a symbolic link: %j %j",
    (...names) => {
      const elsewhere = join(folder, "elsewhere");
      mkdirSync(join(elsewhere, ...names, "mine"), { recursive: true });
      symlinkSync(elsewhere, join(folder, ".rehearsal"));
      expect(() => emptiedFolder(folder, ...names)).toThrow(".rehearsal: is a link, must be a folder");
      rmSync(join(folder, ".rehearsal"));
      mkdirSync(join(folder, ".rehearsal"));
      symlinkSync(join(elsewhere, names[0] ?? ""), join(folder, ".rehearsal", names[0] ?? ""));
      expect(() => emptiedFolder(folder, ...names)).toThrow(`${names[0]}: is a link, must be a folder`);
      expect(existsSync(join(elsewhere, ...names, "mine"))).toBe(true);
    },
  );

  it("of a measurement is empty at the start", () => {
    mkdirSync(join(folder, ".rehearsal", "bench", "plan", "old"), { recursive: true });
    expect(readdirSync(emptiedFolder(folder, "bench", "plan"))).toEqual([]);
  });

  it("is refused when .rehearsal is a symbolic link", () => {
    const elsewhere = join(folder, "elsewhere");
    mkdirSync(join(elsewhere, "x"), { recursive: true });
    symlinkSync(elsewhere, join(folder, ".rehearsal"));
    expect(() => privateFolder(folder, "x")).toThrow(".rehearsal: is a link, must be a folder");
  });
});

describe("npm start", () => {
  it.each(["../../x", "../x", ".."])("with %s removes nothing, and exits with bad usage", async (name) => {
    const { status, err } = await runCommand("rehearse", [name]);
    expect(err).toMatch(/^stack (name|file): /);
    expect(status).toBe(2);
  });

  it("with a stack file in a parent folder removes nothing beside it", async () => {
    const outside = join(folder, "work");
    mkdirSync(outside);
    writeFileSync(join(outside, "mine"), "mine");
    const file = join(folder, "Pulumi.....yaml");
    writeFileSync(file, readFileSync(join(__dirname, "../../../Pulumi.asgard.yaml")));
    const { status, err } = await runCommand("rehearse", ["--stack-file", file]);
    expect(err).toContain("stack name:");
    expect(status).toBe(2);
    expect(existsSync(join(outside, "mine"))).toBe(true);
  });
});
