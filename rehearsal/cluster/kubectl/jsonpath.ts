import { KubectlError } from "./kubectl-error";

type Step =
  | { readonly kind: "key"; readonly name: string }
  | { readonly kind: "all" }
  | { readonly kind: "index"; readonly at: number }
  | { readonly kind: "filter"; readonly path: readonly Step[]; readonly operator: string; readonly value: unknown };

type Part =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "path"; readonly steps: readonly Step[] }
  | { readonly kind: "range"; readonly steps: readonly Step[]; readonly body: readonly Part[] };

/** kubectl's JSONPath templates: paths, `[*]`, indices, `[?(@.a=="b")]`, `{range}`…`{end}`, quoted text. A missing key is empty. */
export function jsonpath(template: string, root: unknown): string {
  return render(parseTemplate(template), root, root);
}

function render(parts: readonly Part[], root: unknown, current: unknown): string {
  return parts
    .map((part) => {
      if (part.kind === "text") return part.text;
      const found = walk(part.steps, current);
      if (part.kind === "range") return found.map((item) => render(part.body, root, item)).join("");
      return found.map(print).join(" ");
    })
    .join("");
}

function print(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function walk(steps: readonly Step[], start: unknown): unknown[] {
  return steps.reduce<unknown[]>((values, step) => values.flatMap((value) => take(step, value)), [start]);
}

function take(step: Step, value: unknown): unknown[] {
  if (value === null || typeof value !== "object") return [];
  if (step.kind === "all") return Object.values(value);
  if (step.kind === "filter")
    return (Array.isArray(value) ? (value as unknown[]) : []).filter((item) => matches(step, item));
  const all = value as Record<string | number, unknown>;
  const found =
    step.kind === "key" ? all[step.name] : Array.isArray(value) ? (value as unknown[]).at(step.at) : undefined;
  return found === undefined ? [] : [found];
}

function matches({ path, operator, value }: Extract<Step, { kind: "filter" }>, item: unknown): boolean {
  const [found] = walk(path, item);
  if (operator === "") return found !== undefined;
  return operator === "==" ? found === value : found !== value;
}

function parseTemplate(template: string): readonly Part[] {
  const tokens = [...template.matchAll(/\{((?:"(?:[^"\\]|\\.)*"|'[^']*'|[^}])*)\}|([^{]+)/g)];
  if (tokens.map(([token]) => token).join("") !== template)
    throw new KubectlError(
      `error: error parsing jsonpath ${template}, ${/\[[^\]]*$/.test(template) ? "unterminated array" : "unclosed action"}`,
    );
  const stack: { steps: readonly Step[]; parts: Part[] }[] = [{ steps: [], parts: [] }];
  for (const [, expression, text] of tokens) {
    const top = stack.at(-1);
    if (!top) throw new KubectlError(`error: error parsing jsonpath ${template}, not in range, nothing to end`);
    if (text !== undefined) top.parts.push({ kind: "text", text });
    else if (expression === "end") close(stack, template);
    else if (expression?.startsWith("range "))
      stack.push({ steps: parsePath(expression.slice(6).trim(), template), parts: [] });
    else top.parts.push(...parseExpression(expression ?? "", template));
  }
  if (stack.length !== 1) throw new KubectlError(`error: error parsing jsonpath ${template}, unterminated range`);
  return stack[0]?.parts ?? [];
}

function close(stack: { steps: readonly Step[]; parts: Part[] }[], template: string): void {
  const range = stack.pop();
  const outer = stack.at(-1);
  if (!range || !outer)
    throw new KubectlError(`error: error parsing jsonpath ${template}, not in range, nothing to end`);
  outer.parts.push({ kind: "range", steps: range.steps, body: range.parts });
}

/** One pair of braces may hold several paths and strings. */
function parseExpression(expression: string, template: string): Part[] {
  const words = expression.match(/"(?:[^"\\]|\\.)*"|'[^']*'|(?:\[[^\]]*\]|\\.|[^\s"'[])+/g) ?? [];
  return words.map((word) => {
    if (word.startsWith('"')) return { kind: "text", text: JSON.parse(word) as string };
    if (word.startsWith("'")) return { kind: "text", text: word.slice(1, -1) };
    return { kind: "path", steps: parsePath(word, template) };
  });
}

const STEP =
  /^(?:\.?\[\?\(@((?:\\.|[^=!<>)])*?)\s*(?:(==|!=)\s*("[^"]*"|'[^']*'|[\w.-]+))?\s*\)\]|\.?\[(?:'([^']*)'|"([^"]*)"|(\*)|(-?\d+))\]|\.(\*)|\.((?:\\.|[^.[\s\\])+))/;

function parsePath(text: string, template: string): readonly Step[] {
  let rest = text.replace(/^[$@]/, "");
  const steps: Step[] = [];
  while (rest !== "" && rest !== ".") {
    const match = STEP.exec(rest);
    if (!match)
      throw new KubectlError(`error: error parsing jsonpath ${template}, unrecognized character in action: ${rest}`);
    steps.push(toStep(match, template));
    rest = rest.slice(match[0].length);
  }
  return steps;
}

function toStep(match: RegExpExecArray, template: string): Step {
  const [, filter, operator = "", value, single, double, star, index, dotStar, key] = match;
  if (filter !== undefined)
    return { kind: "filter", path: parsePath(filter.trim(), template), operator, value: literal(value) };
  if (star ?? dotStar) return { kind: "all" };
  if (index !== undefined) return { kind: "index", at: Number(index) };
  return { kind: "key", name: single ?? double ?? (key ?? "").replace(/\\(.)/g, "$1") };
}

function literal(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  if (/^["']/.test(text)) return text.slice(1, -1);
  if (text === "true" || text === "false") return text === "true";
  return Number.isNaN(Number(text)) ? text : Number(text);
}
