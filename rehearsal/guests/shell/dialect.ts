import type { TransformPlugin } from "just-bash";

/**
 * Where just-bash 3.4.2 differs from every POSIX shell, the syntax tree is rewritten to say the same in words it gets right:
 * - `"$@"` as a command is not split into words;
 * - a file run by its path gets nine arguments at most: the program `@exec` runs it instead;
 * - with `set -e`, a failing command inside a function or group left of `&&`, `||`, after `!` or in `until` ends the script.
 * - a function whose last list fails does not fail itself;
 * - a mask set in a subshell outlives it, for the mask is ours to keep;
 * - an assignment keeps the status of the command before it, which `set -e` then takes for its own.
 * One difference stays: a script found through PATH, started by `env`, or named by a variable alone (`$p`, `"$@"`),
 * gets nine arguments at most, for that it is a file is known only when it runs; `sh "$p"` hands on all.
 * Conditions of `if` and `while` are right, so the others are expressed through them. Tried against dash 0.5.12.
 */
export const posixDialect: TransformPlugin = {
  name: "posix-dialect",
  transform: ({ ast }) => ({ ast: rewrite(ast) as typeof ast }),
};

interface Node {
  readonly type?: string;
  readonly [key: string]: unknown;
}

interface Pipeline extends Node {
  readonly negated: boolean;
}

/** Children first, then the node itself. What stays as it is, is not copied: most of a script does, at every start of it. */
function rewrite(value: unknown): unknown {
  if (Array.isArray(value)) return rewriteEach(value);
  if (typeof value !== "object" || value === null) return value;
  const node = rewriteChildren(value as Node);
  if (node.type === "SimpleCommand") return byPath(spreadArguments(node));
  if (node.type === "FunctionDef") return endWithReturn(node);
  if (node.type === "Until") return untilAsWhile(node);
  if (node.type === "Pipeline") return restoreUmask(quietAssignment(node));
  if (node.type === "Statement") return listAsIf(node);
  return node;
}

function rewriteEach(nodes: readonly unknown[]): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (const [index, node] of nodes.entries()) {
    const rewritten = rewrite(node);
    if (rewritten !== node) (copy ??= [...nodes])[index] = rewritten;
  }
  return copy ?? nodes;
}

function rewriteChildren(node: Node): Node {
  let copy: Record<string, unknown> | undefined;
  for (const key in node) {
    const rewritten = rewrite(node[key]);
    if (rewritten !== node[key]) (copy ??= { ...node })[key] = rewritten;
  }
  return copy ?? node;
}

const word = (parts: unknown[]): Node => ({ type: "Word", parts });
const quoted = (parameter: string, operation: unknown): Node =>
  word([{ type: "DoubleQuoted", parts: [{ type: "ParameterExpansion", parameter, operation }] }]);
const ALL_ARGUMENTS = JSON.stringify(quoted("@", null));
const fromSecond = {
  type: "Substring",
  offset: { type: "ArithmeticExpression", expression: { type: "ArithNumber", value: 2 }, originalText: "2" },
  length: null,
};

/** `"$@" x` means `"$1" "${@:2}" x`. */
function spreadArguments(node: Node): Node {
  if (node.name === null || JSON.stringify(node.name) !== ALL_ARGUMENTS) return node;
  return { ...node, name: quoted("1", null), args: [quoted("@", fromSecond), ...(node.args as unknown[])] };
}

/** `/a/b x` means `@exec /a/b x`, and so do `"$d/b" x` and `'/a/b' x`. */
function byPath(node: Node): Node {
  const parts = ((node.name as Node | null)?.parts ?? []) as Node[];
  if (!parts.some(showsPath)) return node;
  return { ...node, name: word([{ type: "Literal", value: "@exec" }]), args: [node.name, ...(node.args as unknown[])] };
}

/** Whether a slash is written in it; what variables hold is known only when it runs. */
function showsPath({ type, value, parts }: Node): boolean {
  if (type === "DoubleQuoted") return (parts as Node[]).some(showsPath);
  return (type === "Literal" || type === "SingleQuoted") && String(value).includes("/");
}

/** A umask set in a subshell ends with it: the program `@status` reads the mask again and passes the status on. */
function restoreUmask(node: Node): Node {
  const [only, ...others] = node.commands as Node[];
  if (only?.type !== "Subshell" || others.length > 0 || !JSON.stringify(only).includes('"umask"')) return node;
  const restore = { ...command("@status"), args: [quoted("?", null)] };
  const body = [statement([pipeline([only])]), statement([pipeline([restore])])];
  return { ...node, commands: [{ type: "Group", body, redirections: [] }] };
}

/** A last `return` hands on the status of what came before. */
function endWithReturn(node: Node): Node {
  const body = node.body as Node;
  if (body.type !== "Group") return node;
  return {
    ...node,
    body: { ...body, body: [...(body.body as unknown[]), statement([pipeline([command("return")])])] },
  };
}

/** `a=b` succeeds; only `a=$(…)` has the status of what it ran. */
function quietAssignment(node: Node): Node {
  const [only, ...others] = node.commands as Node[];
  if (!only || others.length > 0 || only.type !== "SimpleCommand" || only.name !== null) return node;
  if (JSON.stringify(only).includes('"CommandSubstitution"')) return node;
  const assigned = statement([{ ...node, negated: false }]);
  return { ...node, commands: [ifElse([assigned], [success()], [success()])] };
}

function untilAsWhile(node: Node): Node {
  const met = ifElse(node.condition as unknown[], [failure()], [success()]);
  return { ...node, type: "While", condition: [statement([pipeline([met])])] };
}

function listAsIf(node: Node): Node {
  const pipelines = node.pipelines as Pipeline[];
  const operators = node.operators as string[];
  if (operators.includes(";") || (operators.length === 0 && !isNegatedCompound(pipelines[0]))) return node;
  const [first, ...rest] = pipelines.map(positive);
  const folded = rest.reduce((left, right, index) => join(left as Node, operators[index] ?? "&&", right), first);
  return { ...node, pipelines: [folded], operators: [] };
}

function join(left: Node, operator: string, right: Node): Node {
  const condition = [statement([left])];
  const then = operator === "&&" ? [statement([right])] : [success()];
  const otherwise = operator === "&&" ? [failure()] : [statement([right])];
  return pipeline([ifElse(condition, then, otherwise)]);
}

/** A negated pipeline as a positive one. */
function positive(node: Pipeline): Node {
  if (!node.negated || isTrue(node)) return node;
  return pipeline([ifElse([statement([{ ...node, negated: false }])], [failure()], [success()])]);
}

function isNegatedCompound(node: Pipeline | undefined): boolean {
  return node?.negated === true && !isTrue(node);
}

function isTrue(node: Node): boolean {
  return JSON.stringify(node.commands) === JSON.stringify([command("true")]);
}

function ifElse(condition: unknown[], then: unknown[], otherwise: unknown[]): Node {
  return { type: "If", clauses: [{ condition, body: then }], elseBody: otherwise, redirections: [] };
}

const command = (name: string): Node => ({
  type: "SimpleCommand",
  name: word([{ type: "Literal", value: name }]),
  args: [],
  assignments: [],
  redirections: [],
});
const pipeline = (commands: unknown[], negated = false): Pipeline => ({ type: "Pipeline", commands, negated });
const statement = (pipelines: unknown[]): Node => ({ type: "Statement", pipelines, operators: [], background: false });
const success = (): Node => statement([pipeline([command("true")])]);
/** Status 1 without ending the script: `!` exempts it from `set -e`. */
const failure = (): Node => statement([pipeline([command("true")], true)]);
