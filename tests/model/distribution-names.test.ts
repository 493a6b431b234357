import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { DISTRIBUTIONS } from "../../distributions/cluster-schema";

const root = join(__dirname, "../..");

/** Folders of a distribution, and the registries: nothing else may know one by its name. */
const ITS_OWN = [
  /^distributions\//,
  /^rehearsal\/distributions\//,
  /^components\/bootstrap\/distributions\.ts$/,
  // Talos is the name of a system too.
  /^os\//,
  /^rehearsal\/os\//,
];

/** What still does, and why. Nothing is added here; what is mended goes. */
const STILL = new Map([
  ["model/config.ts", "a description for people"],
  ["model/node-warnings.ts", "names of packages"],
  ["model/schema/access.ts", "a description for people"],
  ["model/schema/scalars.ts", "an example of an address"],
  ["model/schema/template.ts", "a description for people"],
  ["rehearsal/image-factory/image-factory.ts", "the address of the image factory, which only Talos has"],
  ["rehearsal/image-factory/talos-image.ts", "the image factory"],
  ["scripts/bench/large-stack.ts", "a stack file, which has to name one"],
  ["scripts/conformance.ts", "a description for people"],
]);

const NAMES = new RegExp(DISTRIBUTIONS.join("|"), "i");

/** Files of the program and its scripts that say a distribution's name in code: identifiers, strings and imports. */
function filesThatNameOne(): string[] {
  return ["components", "model", "os", "rehearsal", "scripts", "steps"]
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

test("no code outside its folder and the registries knows a distribution by its name", () => {
  expect(filesThatNameOne().sort()).toEqual([...STILL.keys()].sort());
});
