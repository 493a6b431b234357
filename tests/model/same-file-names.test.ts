import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DISTRIBUTIONS } from "../../distributions/cluster-schema";
import { OS_FAMILIES, osNamed } from "../../os/registry";

const root = join(__dirname, "../..");
const foldersIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
const filesBelow = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).sort();

/** What RKE2 and k3s share, in a folder of its own (docs/decisions/0078); a file of theirs may lie there. */
const baseOf = (name: string, folder: string): string[] =>
  filesBelow(join(folder, name)).some(
    (file) =>
      file.endsWith(".ts") && readFileSync(join(root, folder, name, file), "utf8").includes('from "../rancher/'),
  )
    ? filesBelow(join(folder, "rancher"))
    : [];

/** Files with the same purpose have the same name in every distribution. */
const OF_A_DISTRIBUTION = [
  "components/bootstrap.ts",
  "config.ts",
  "documents.ts",
  "effects.ts",
  "index.ts",
  "plan.ts",
  "read-versions.ts",
  "release-change.ts",
  "rules.ts",
  "script.ts",
  "scripts",
];

test("a folder of distributions/ is a distribution, or code shared by two of them or by all components", () => {
  expect(foldersIn("distributions").sort()).toEqual([...DISTRIBUTIONS, "rancher", "components"].sort());
  expect(foldersIn("rehearsal/distributions").sort()).toEqual([...DISTRIBUTIONS, "rancher"].sort());
});

test.each(DISTRIBUTIONS)("the folder of %s has the same files as every distribution", (name) => {
  const files = new Set([...filesBelow(`distributions/${name}`), ...baseOf(name, "distributions")]);
  expect(OF_A_DISTRIBUTION.filter((file) => !files.has(file))).toEqual([]);
});

test.each(DISTRIBUTIONS)("the simulation of %s has the same files as every other", (name) => {
  expect(filesBelow(`rehearsal/distributions/${name}`)).toEqual(
    expect.arrayContaining(["index.ts", "internet.ts"]) as string[],
  );
});

test.each(DISTRIBUTIONS)("the folder of %s imports nothing from another distribution's", (name) => {
  const others = DISTRIBUTIONS.filter((other) => other !== name).join("|");
  const other = new RegExp(`"(?:\\.\\./)+(?:distributions/)?(?:${others})/`);
  const files = ["distributions", "rehearsal/distributions"].flatMap((folder) =>
    filesBelow(`${folder}/${name}`).map((file) => `${folder}/${name}/${file}`),
  );
  const code = files.filter((file) => file.endsWith(".ts"));
  expect(code.filter((file) => other.test(readFileSync(join(root, file), "utf8")))).toEqual([]);
});

test("a folder of os/ is an operating system, or code shared by those with the same package manager", () => {
  expect(foldersIn("os").sort()).toEqual([...OS_FAMILIES, "apt", "scripts"].sort());
  expect(foldersIn("rehearsal/os").sort()).toEqual([...OS_FAMILIES].sort());
});

test.each(OS_FAMILIES)("the folder of %s has exactly the files that every system has", (family) => {
  const ofLogin = ["firewall.ts", "first-boot.ts", "packages.ts", "ssh-daemon.ts"];
  const wanted = ["image.ts", "index.ts", ...(osNamed(family).login ? ofLogin : [])];
  expect(filesBelow(`os/${family}`)).toEqual(wanted.sort());
});
