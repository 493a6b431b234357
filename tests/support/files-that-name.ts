import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const root = join(__dirname, "../..");

/** What is looked for, and in which files of the program and its scripts. */
export interface Names {
  readonly names: RegExp;
  /** Folders of the checkout; `index.ts` comes with them. */
  readonly folders: readonly string[];
  /** Files that may say them. */
  readonly except: readonly RegExp[];
}

/** Files that say such a name in code: identifiers, strings and imports, but no comments. Sorted. */
export function filesThatName({ names, folders, except }: Names): string[] {
  return folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name}`),
    )
    .concat("index.ts")
    .filter((name) => name.endsWith(".ts") && !except.some((own) => own.test(name)))
    .filter((name) => saysOne(readFileSync(join(root, name), "utf8"), names))
    .sort();
}

function saysOne(text: string, names: RegExp): boolean {
  return names.test(text) && names.test(withoutComments(text));
}

function withoutComments(text: string): string {
  const source = ts.createSourceFile("x.ts", text, ts.ScriptTarget.Latest);
  const wordsOf = (node: ts.Node): string[] => {
    const children = node.getChildren(source).filter((child) => !ts.isJSDoc(child));
    return children.length === 0 ? [node.getText(source)] : children.flatMap(wordsOf);
  };
  return wordsOf(source).join(" ");
}
