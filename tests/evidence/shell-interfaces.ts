import { parse, type CommandNode, type PipelineNode, type SimpleCommandNode, type WordNode } from "just-bash";
import { textOf } from "./shell-words";

export interface Script {
  readonly name: string;
  readonly text: string;
}

/** Of the shell itself (POSIX.1-2017, special and ordinary built-ins), as long as no program is behind. */
const BUILT_IN = new Set(
  "[ : . break cd continue echo eval exec exit export false printf pwd read return set shift test trap true umask unset wait".split(
    " ",
  ),
);

/** Functions that pass their arguments on to a program: how many they take for themselves, and whose they are. */
const PASSES_ON: Readonly<Record<string, { readonly own: number; readonly program?: string }>> = {
  attempt: { own: 2 },
  patiently: { own: 1 },
  aptly: { own: 1, program: "apt-get" },
  command: { own: 0 },
  talos: { own: 1, program: "talosctl" },
  run_talosctl: { own: 0, program: "talosctl" },
  kubectl: { own: 0, program: "kubectl" },
  etcd: { own: 0, program: "etcd" },
  runtime_images: { own: 0, program: "crictl" },
};

/** Whose words people read, and nobody else. */
const TELLS = new Set(["say", "step", "fail", "refuse", "abandon_join", "need"]);

/** Programs of POSIX that do the same to whatever they are given. */
const WHATEVER_IS_GIVEN = new Set("basename cat chmod cp dirname mkdir mktemp mv rm sleep".split(" "));

/**
 * What scripts touch outside of themselves, each with the names of those that do: pipelines of programs with their
 * arguments as they are written (what is asked, and what is read of the answer), absolute paths, addresses, and what a
 * `case` tells apart of an answer. The scripts are put together as one: what one defines is no program to another.
 */
export function interfacesOf(scripts: readonly Script[]): ReadonlyMap<string, readonly string[]> {
  const trees = scripts.map(({ name, text }) => ({ name, tree: parse(text) }));
  // The renderer defines it.
  const functions = new Set(["write_files"]);
  for (const { tree } of trees)
    visit(tree, (node) => {
      if (node.type === "FunctionDef") functions.add(node.name as string);
    });
  const found = new Map<string, string[]>();
  for (const { name, tree } of trees)
    for (const text of new Set(textsOf(tree, functions))) found.set(text, [...(found.get(text) ?? []), name]);
  return found;
}

function textsOf(tree: unknown, functions: ReadonlySet<string>): string[] {
  const found: string[] = [];
  const constants = new Map<string, string>();
  visit(tree, (node) => {
    if (node.type === "Assignment") noteConstant(node as unknown as Assignment, constants);
    if (node.type === "Pipeline") found.push(...pipelineTexts(node as unknown as PipelineNode, functions));
    if (node.type === "SimpleCommand") found.push(...comparisonTexts(node as unknown as SimpleCommandNode));
    if (node.type === "Case") found.push(...caseTexts(node as unknown as Case));
  });
  for (const text of wordsThatAreNotTold(tree, constants)) {
    found.push(...[...text.matchAll(PATH)].map(([path]) => path).filter((path) => !OWN_PATH.test(path)));
    found.push(...[...text.matchAll(URL_TEXT)].map(([url]) => url));
  }
  return found;
}

const PATH = /(?<![\w$}.:/@-])\/(?:bin|dev|etc|lib|opt|proc|root|run|sbin|sys|tmp|usr|var)\/[\w@.*+$/-]+/g;
/** Files that the program makes for itself: nobody else has a word in them. */
const OWN_PATH = /homelab/;
const URL_TEXT = /(?:https?|unix):\/\/[^\s"'|]+/g;

interface Node {
  readonly type: string;
  readonly name?: unknown;
}
interface Assignment extends Node {
  readonly name: string;
  readonly value: WordNode | null;
}
interface Case extends Node {
  readonly word: WordNode;
  readonly items: readonly { readonly patterns: readonly WordNode[] }[];
}

function visit(node: unknown, see: (node: Node) => void): void {
  if (Array.isArray(node)) for (const each of node) visit(each, see);
  else if (typeof node === "object" && node !== null) {
    if ("type" in node && typeof node.type === "string") see(node as Node);
    for (const each of Object.values(node)) visit(each, see);
  }
}

/** Paths and ports. */
function noteConstant({ name, value: word }: Assignment, constants: Map<string, string>): void {
  const text = word ? textOf(word) : "";
  const value = text.replaceAll(/\$(\w+)/g, (all, other: string) => constants.get(other) ?? all);
  if (/^(\/[\w./-]+|\d{4,5})$/.test(value)) constants.set(name, value);
}

/** What comes from outside; other words are the scripts' own. */
const FROM_OUTSIDE = /^\$(said|status|answer|release|have|\(…\))/;

function caseTexts({ word, items }: Case): string[] {
  if (!FROM_OUTSIDE.test(textOf(word))) return [];
  const patterns = items.flatMap((item) => item.patterns.map(textOf)).filter((pattern) => pattern !== "*");
  return [`${textOf(word)}: ${patterns.join(" | ")}`];
}

/** `[ $(…) = ok ]`: what a program is expected to say, or how it ends. */
function comparisonTexts({ name, args }: SimpleCommandNode): string[] {
  if (!name || textOf(name) !== "[") return [];
  const words = args.map(textOf).filter((word) => word !== "!" && word !== "]");
  const [left = "", operator = "", right = ""] = words;
  const isTold = words.length === 3 && /^(=|!=|-\w\w)$/.test(operator) && FROM_OUTSIDE.test(left);
  if (!isTold || right === "" || right.includes("$")) return [];
  return [`[ ${left.replace("…", `${programIn(args[0])} …`)} ${operator} ${right} ]`];
}

/** The first command of what a word takes from another. */
function programIn(word: unknown): string {
  const names: string[] = [];
  visit(word, (node) => {
    const { name } = node as unknown as SimpleCommandNode;
    if (node.type === "SimpleCommand" && name) names.push(textOf(name));
  });
  return names[0] ?? "";
}

/** A pipeline as one text, if a program has part in it; functions stand in it by their name. */
function pipelineTexts({ commands }: PipelineNode, functions: ReadonlySet<string>): string[] {
  const stages = commands.map((command) => stageText(command, functions));
  return stages.some((stage) => stage?.isProgram) ? [stages.map((stage) => stage?.text ?? "…").join(" | ")] : [];
}

interface Stage {
  readonly text: string;
  readonly isProgram: boolean;
}

function stageText(command: CommandNode, functions: ReadonlySet<string>): Stage | undefined {
  if (command.type !== "SimpleCommand" || !command.name) return undefined;
  return commandText([command.name, ...command.args].map(textOf), functions);
}

function commandText(words: readonly string[], functions: ReadonlySet<string>): Stage {
  const [name = "", ...args] = words;
  const passed = PASSES_ON[name];
  if (passed?.program !== undefined)
    return { text: [passed.program, ...args.slice(passed.own)].join(" "), isProgram: true };
  if (passed && args[passed.own] !== undefined && !(name === "command" && args[0] === "-v"))
    return commandText(args.slice(passed.own), functions);
  if (WHATEVER_IS_GIVEN.has(name))
    return { text: [name, ...args.filter((arg) => arg.startsWith("-"))].join(" "), isProgram: true };
  const isProgram =
    name !== "" && !name.startsWith("$") && !BUILT_IN.has(name) && !functions.has(name) && !TELLS.has(name);
  return { text: words.join(" "), isProgram: isProgram || name === "command" };
}

function wordsThatAreNotTold(tree: unknown, constants: ReadonlyMap<string, string>): string[] {
  const found: string[] = [];
  const told = new Set<WordNode>();
  visit(tree, (node) => {
    if (node.type !== "SimpleCommand") return;
    const { name, args } = node as unknown as SimpleCommandNode;
    if (name && TELLS.has(textOf(name))) for (const word of args) told.add(word);
  });
  visit(tree, (node) => {
    if (node.type !== "Word" || told.has(node as unknown as WordNode)) return;
    found.push(
      textOf(node as unknown as WordNode).replaceAll(/\$(\w+)/g, (all, name: string) => constants.get(name) ?? all),
    );
  });
  return found;
}
