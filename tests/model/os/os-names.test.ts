import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const root = join(__dirname, "../../..");

/** Folders of an operating system and their registries, and what each distribution says of what it runs on: nothing else may know one by its name. */
const ITS_OWN = [/^os\//, /^rehearsal\/os\//, /^distributions\/[^/]+\/index\.ts$/];

/** What still does, and why. Nothing is added here; what is mended goes. */
const STILL = new Map([
  ["model/schema/os.ts", "a description for people"],
  ["rehearsal/guests/cloud-init/schema.ts", "names of cloud-init's own keys"],
  ["rehearsal/guests/programs/apt/apt-mark.ts", "apt's own words"],
  ["scripts/bench/large-stack.ts", "a stack file, which has to name an image"],
  ["scripts/conformance.ts", "packages of the computer where it runs"],
  ["scripts/conformance/debian-packages.ts", "packages of the computer where it runs"],
  ["scripts/conformance/image.ts", "the images of the first boots"],
]);

/** Of Talos, which is a distribution too, distribution-names.test.ts looks after. */
const NAMES = /ubuntu|debian|noble|bookworm|trixie/i;

function filesThatNameOne(): string[] {
  return ["components", "distributions", "model", "rehearsal", "scripts", "steps"]
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name}`),
    )
    .concat("index.ts")
    .filter((name) => name.endsWith(".ts") && !ITS_OWN.some((own) => own.test(name)))
    .filter((name) => NAMES.test(withoutComments(readFileSync(join(root, name), "utf8"))));
}

function withoutComments(text: string): string {
  if (!NAMES.test(text)) return "";
  const source = ts.createSourceFile("x.ts", text, ts.ScriptTarget.Latest);
  const wordsOf = (node: ts.Node): string[] => {
    const children = node.getChildren(source).filter((child) => !ts.isJSDoc(child));
    return children.length === 0 ? [node.getText(source)] : children.flatMap(wordsOf);
  };
  return wordsOf(source).join(" ");
}

test("no code outside its folder and the registry knows an operating system by its name", () => {
  expect(filesThatNameOne().sort()).toEqual([...STILL.keys()].sort());
});
