import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import type { ClassShape, ObjectShape, Shape } from "./shape";

/** Reads classes out of the files of one npm SDK as TypeScript syntax, without compiling the whole SDK. */
export class SdkTypes {
  readonly #root: string;
  readonly #files = new Map<string, ts.SourceFile>();

  constructor(root: string) {
    this.#root = root;
  }

  /** The class in a file such as `remote/command`, whose arguments are the interface beside it. */
  classIn(file: string, className: string): ClassShape {
    const types = this.#parse(`${file}.d.ts`);
    const code = readFileSync(join(this.#root, `${file}.js`), "utf8");
    const declared = find(types.statements, ts.isClassDeclaration, className);
    const args = find(types.statements, ts.isInterfaceDeclaration, `${className}Args`);
    return {
      token: /__pulumiType = '([^']+)'/.exec(code)?.[1] ?? "",
      inputs: this.#members(args.members.filter(ts.isPropertySignature)),
      outputs: this.#members(declared.members.filter(ts.isPropertyDeclaration).filter(isInstanceField)),
      secretOutputs: namesIn(code, "additionalSecretOutputs"),
      replaceOnChanges: namesIn(code, "replaceOnChanges"),
    };
  }

  #members(members: readonly (ts.PropertySignature | ts.PropertyDeclaration)[]): ObjectShape["object"] {
    const entries = members.map((member) => {
      if (!member.type) throw new Error(`${member.name.getText()} has no type`);
      const type = withoutUndefined(unwrapped(member.type));
      const optional = member.questionToken !== undefined || type !== unwrapped(member.type);
      return [member.name.getText(), { type: this.#shape(type), optional }] as const;
    });
    return Object.fromEntries(entries);
  }

  #shape(node: ts.TypeNode): Shape {
    const type = withoutUndefined(unwrapped(node));
    if (ts.isArrayTypeNode(type)) return { list: this.#shape(type.elementType) };
    if (ts.isParenthesizedTypeNode(type)) return this.#shape(type.type);
    if (ts.isTypeLiteralNode(type)) {
      const [index] = type.members.filter(ts.isIndexSignatureDeclaration);
      if (index) return { map: this.#shape(index.type) };
    }
    const text = type.getText();
    if (text === "pulumi.asset.Asset | pulumi.asset.Archive" || text === "pulumi.asset.Archive") return "asset";
    if (ts.isTypeReferenceNode(type)) return this.#referenced(type.typeName.getText());
    return text;
  }

  /** `inputs.remote.ConnectionArgs` is the interface ConnectionArgs in the namespace remote of types/input.d.ts. */
  #referenced(name: string): Shape {
    const [where, ...path] = name.split(".");
    if (where === "enums") return "enum";
    const file = { inputs: "types/input.d.ts", outputs: "types/output.d.ts" }[where ?? ""];
    const last = path.pop();
    if (!file || !last) throw new Error(`do not know the type ${name}`);
    let scope: readonly ts.Statement[] = this.#parse(file).statements;
    for (const part of path) {
      const { body } = find(scope, ts.isModuleDeclaration, part);
      scope = body && ts.isModuleBlock(body) ? body.statements : [];
    }
    const found = find(scope, ts.isInterfaceDeclaration, last);
    return { object: this.#members(found.members.filter(ts.isPropertySignature)) };
  }

  #parse(file: string): ts.SourceFile {
    const known = this.#files.get(file);
    if (known) return known;
    const text = readFileSync(join(this.#root, file), "utf8");
    const parsed = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    this.#files.set(file, parsed);
    return parsed;
  }
}

function find<T extends ts.Statement & { readonly name?: ts.Node | undefined }>(
  statements: readonly ts.Statement[],
  kind: (node: ts.Node) => node is T,
  name: string,
): T {
  const found = statements.find((node): node is T => kind(node) && node.name?.getText() === name);
  if (!found) throw new Error(`the SDK has no ${name}`);
  return found;
}

function isInstanceField(member: ts.PropertyDeclaration): boolean {
  const flags = ts.getCombinedModifierFlags(member);
  return (flags & (ts.ModifierFlags.Static | ts.ModifierFlags.Private)) === 0;
}

/** Input<T> and Output<T> are T to the engine. */
function unwrapped(type: ts.TypeNode): ts.TypeNode {
  if (!ts.isTypeReferenceNode(type)) return type;
  const wrapper = type.typeName.getText();
  const [inner] = type.typeArguments ?? [];
  return inner && (wrapper === "pulumi.Input" || wrapper === "pulumi.Output") ? unwrapped(inner) : type;
}

function withoutUndefined(type: ts.TypeNode): ts.TypeNode {
  if (!ts.isUnionTypeNode(type)) return type;
  const rest = type.types.filter((part) => part.kind !== ts.SyntaxKind.UndefinedKeyword);
  const [only] = rest;
  return only && rest.length === 1 && type.types.length === 2 ? unwrapped(only) : type;
}

/** `{ additionalSecretOutputs: ["connection"] }` in the constructor of a class. */
function namesIn(code: string, option: string): string[] {
  const list = new RegExp(`\\b${option}: \\[(.*?)\\] \\}`).exec(code)?.[1] ?? "";
  return [...list.matchAll(/"([^"]+)"/g)].map(([, name]) => name ?? "").sort();
}
