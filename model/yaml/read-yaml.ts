import {
  Composer,
  type CST,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  Parser,
  type Scalar,
  type YAMLMap,
} from "yaml";
import { type Issue, showValue } from "../errors";
import { formatPath } from "../path";
import { type PlainScalar, readPlainScalar } from "./plain-scalar";

/** The content of a YAML text, as far as every parser agrees, and its issues. */
export interface ReadYaml {
  readonly value: unknown;
  /** Those with `at` concern one value, which is null above. */
  readonly issues: readonly Issue[];
}

/** No stack file is nested deeper, and every parser has some limit. */
const DEEPEST = 50;

/** No value is longer; some pattern would take too long for a megabyte. */
const LONGEST = 20_000;

/** Values that aliases may add; yaml.v3 and `yaml` limit them too, in different ways. */
const MOST_ALIASED = 1000;

/**
 * Parses a document in the way that the `yaml` package and Pulumi's engine (Go's yaml.v3) have in common. What they read
 * differently, or only one of them accepts, is an issue: `tests/conformance/stack-file-readers.test.ts` compares them.
 * `name` is the text's name in messages.
 */
export function readYaml(text: string, name: string): ReadYaml {
  const source = text.replace(/^\uFEFF/, "");
  const strange = strangeCharacter(source, name);
  if (strange) return { value: undefined, issues: [strange] };
  const lines = new LineCounter();
  const tokens = [...new Parser(lines.addNewLine).parse(source)];
  const problem = structureProblem(tokens, lines, name);
  if (problem) return { value: undefined, issues: [problem] };
  // Every scalar as text: its meaning is decided here, not by a schema.
  const composer = new Composer({ schema: "failsafe", uniqueKeys: false, prettyErrors: false, keepSourceTokens: true });
  const [document] = [...composer.compose(tokens, true, source.length)];
  // All others are consequences of the first.
  const [error] = document?.errors ?? [];
  if (error) return { value: undefined, issues: [syntaxIssue(name, error.message, lines.linePos(error.pos[0]))] };
  const reading = new Reading(name);
  return { value: reading.valueOf(document?.contents ?? null, []), issues: reading.issues };
}

/** Go's parser refuses them or treats them as line breaks, or they are invisible. */
function strangeCharacter(source: string, name: string): Issue | undefined {
  const found = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffd-\uffff]|\r(?!\n)/.exec(source);
  if (!found) return undefined;
  const line = source.slice(0, found.index).split("\n").length;
  const code = (source.charCodeAt(found.index) || 0).toString(16).toUpperCase().padStart(4, "0");
  // In another encoding every second character is one of them.
  const remedy = /^(0000|FFFD)$/.test(code) ? "save it as UTF-8" : "remove it";
  return {
    path: name,
    problem: "not plain text",
    got: `character U+${code} at line ${line}`,
    allowed: "must be a Pulumi stack file in UTF-8",
    remedy,
  };
}

type Position = ReturnType<LineCounter["linePos"]>;

function structureProblem(tokens: readonly CST.Token[], lines: LineCounter, name: string): Issue | undefined {
  const directive = tokens.find(({ type }) => type === "directive");
  if (directive) return syntaxIssue(name, "a directive", lines.linePos(offsetOf(directive)), "remove the line");
  const [, second] = tokens.filter(({ type }) => type === "document");
  if (second)
    return syntaxIssue(name, "a second document", lines.linePos(offsetOf(second)), "keep one, without --- between");
  for (const { token, depth } of everyToken(tokens)) {
    if (depth > DEEPEST) return syntaxIssue(name, `nested deeper than ${DEEPEST}`, lines.linePos(offsetOf(token)));
    const [what, remedy] = unusual(token);
    if (what !== undefined) return syntaxIssue(name, what, lines.linePos(offsetOf(token)), remedy);
  }
  return undefined;
}

/** Notations that only one of the parsers accepts, or that they read differently. */
function unusual(token: CST.Token): [what?: string, remedy?: string] {
  if (token.type === "space" && token.source.includes("\t")) return ["a tab between words", "write blanks"];
  if (token.type === "explicit-key-ind") return ["a key after a question mark", "write key: value"];
  if (token.type === "anchor" && !/^&[A-Za-z0-9_-]+$/.test(token.source))
    return [`the anchor ${token.source.slice(0, 40)}`, "name it with letters, digits, _ and -"];
  if (token.type !== "flow-collection") return [];
  const pairs = token.items.filter(({ sep }) => sep?.some(({ type }) => type === "map-value-ind"));
  if (token.start.source === "[" && pairs.length > 0) return ["a pair in a list", "put it in braces"];
  const isEmpty = (value: CST.Token | undefined) => !value || (value.type === "scalar" && value.source === "");
  return pairs.some(({ value }) => isEmpty(value))
    ? ["a key without a value", "write the value, or remove the key"]
    : [];
}

const offsetOf = (token: CST.Token) => ("offset" in token ? token.offset : 0);

/** Every node of a document with its depth, in order; without recursion, which would fail for deep ones. */
function* everyToken(tokens: readonly CST.Token[]): Generator<{ token: CST.Token; depth: number }> {
  const waiting = [...tokens].reverse().map((token) => ({ token, depth: 0 }));
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    yield next;
    if (next.depth > DEEPEST) continue;
    const depth = next.depth + 1;
    for (const token of partsOf(next.token).reverse()) waiting.push({ token, depth });
  }
}

function partsOf(token: CST.Token): CST.Token[] {
  const before = "start" in token && Array.isArray(token.start) ? token.start : [];
  const end = "end" in token && Array.isArray(token.end) ? token.end : [];
  const value = token.type === "document" && token.value ? [token.value] : [];
  const items =
    "items" in token ? token.items.flatMap(({ start, key, sep, value }) => [...start, key, ...(sep ?? []), value]) : [];
  return [...before, ...value, ...items, ...end].filter((part) => part !== null && part !== undefined);
}

type Path = readonly PropertyKey[];

/** One walk through a document. */
class Reading {
  readonly issues: Issue[] = [];
  private readonly anchors = new Map<string, Node>();
  private readonly targets = new Map<Node, Node | undefined>();
  private readonly inside = new Set<Node>();
  private readonly name: string;
  private aliased = 0;
  private inAlias = 0;

  constructor(name: string) {
    this.name = name;
  }

  valueOf(node: unknown, path: Path, inFlow = false): unknown {
    if (!isAlias(node) && !isScalar(node) && !isMap(node) && !isSeq(node)) return null;
    if (this.inAlias > 0 && ++this.aliased > MOST_ALIASED) return this.tooManyAliases(path);
    if (isAlias(node)) return this.aliasedValue(node, node.source, path);
    if (node.tag !== undefined) this.refuse(path, TAG, node.tag, UNTAG);
    this.remember(node);
    this.inside.add(node);
    const inside = inFlow || (!isScalar(node) && node.flow === true);
    const value = isScalar(node)
      ? this.scalarValue(node, path, inside)
      : isMap(node)
        ? this.mapValue(node, path, inside)
        : node.items.map((item, index) => this.valueOf(item, [...path, index], inside));
    this.inside.delete(node);
    return value;
  }

  private remember(node: Node & { anchor?: string }): void {
    if (node.anchor !== undefined && this.inAlias === 0) this.anchors.set(node.anchor, node);
  }

  private scalarValue(node: Scalar, path: Path, inFlow: boolean): unknown {
    if ((node.source ?? "").length > LONGEST)
      return this.refuse(path, `longer than ${LONGEST} characters`, node.source ?? "", "shorten it");
    const read = readScalar(node, inFlow);
    return "value" in read ? read.value : this.refuse(path, AMBIGUOUS, node.source ?? "", read.remedy);
  }

  private mapValue(node: YAMLMap, path: Path, inFlow: boolean): unknown {
    const entries = node.items.map(({ key, value }): [string, unknown] => {
      const name = this.keyOf(key, path, inFlow);
      return [name, this.valueOf(value, [...path, name], inFlow)];
    });
    const counts = new Map<string, number>();
    for (const [name] of entries) counts.set(name, (counts.get(name) ?? 0) + 1);
    for (const [name, count] of counts) if (count > 1) this.issues.push(duplicateKey([...path, name]));
    return Object.fromEntries(entries);
  }

  /** Keys are strings: no key of ours is read as anything else. */
  private keyOf(key: unknown, path: Path, inFlow: boolean): string {
    if (!isScalar(key)) {
      this.refuse(path, "a key that is no word", isAlias(key) ? `*${key.source}` : "a map", "write the word");
      return "?";
    }
    const name = String(key.source ?? key.value);
    if (key.tag !== undefined) this.refuse([...path, name], TAG, key.tag, UNTAG);
    this.remember(key);
    if (name === "<<")
      this.refuse([...path, name], "a merge key, which only some readers of YAML know", "<<", "write the keys out");
    const read = readScalar(key, inFlow);
    if (!("value" in read) || typeof read.value !== "string")
      this.refuse(
        [...path, name],
        "a key that is no word to every reader of YAML",
        name,
        `put it in quotes: "${name}"`,
      );
    return name;
  }

  private aliasedValue(alias: Node, name: string, path: Path): unknown {
    if (this.inAlias === 0) this.targets.set(alias, this.anchors.get(name));
    const target = this.targets.get(alias);
    if (!target) return this.refuse(path, "an alias without an anchor before it", `*${name}`, "write the value out");
    if (this.inside.has(target))
      return this.refuse(path, "an alias of what it is in", `*${name}`, "write the value out");
    this.inAlias++;
    const value = this.valueOf(target, path);
    this.inAlias--;
    return value;
  }

  private tooManyAliases(path: Path): null {
    if (this.aliased === MOST_ALIASED + 1)
      this.refuse(path, `aliases that unfold to more than ${MOST_ALIASED} values`, "*", "write the values out");
    return null;
  }

  private refuse(at: Path, problem: string, source: string, remedy: string): null {
    const got = /^[\w.:+~*!<-]{1,40}$/.test(source) ? source : showValue(source);
    this.issues.push({
      path: at.length === 0 ? this.name : formatPath(at),
      at,
      problem,
      got,
      allowed: "must be YAML that all parsers read alike",
      remedy,
    });
    return null;
  }
}

const AMBIGUOUS = "not the same to every reader of YAML";
const TAG = "a tag";
const UNTAG = "remove it, and put text in quotes";

/** What a scalar means, and whether both readers agree that it does. */
function readScalar(node: Scalar, inFlow: boolean): PlainScalar {
  const text = node.source ?? "";
  // Of text with a line break at its start the engine loses that, and no value of ours has more than a line.
  // A private key is said to be one, whatever its form.
  if (text.includes("PRIVATE KEY")) return { value: text };
  if (/[\n\t]/.test(text) || (!node.type?.startsWith("BLOCK") && writtenOf(node).includes("\n")))
    return { remedy: "write it in one line" };
  // The lexer ends a quoted scalar at a doubled or escaped quote.
  if (node.type?.startsWith("QUOTE") && !/^('([^']|'')*'|"([^"\\]|\\.)*")$/.test(writtenOf(node)))
    return { remedy: "close the quotes" };
  if (node.type === "QUOTE_DOUBLE" && /\\\//.test(writtenOf(node))) return { remedy: "write / without \\" };
  if (node.type !== "PLAIN") return { value: String(node.value) };
  // Go's parser stops at a ? in flow style, and at some leading characters.
  const stops = inFlow && (text.includes("?") || (text.includes(":") && /^:|:$/.test(text)));
  if (stops || !/^([\p{L}\p{N}_./+~<=;()$^-]|$)/u.test(text)) return { remedy: "put it in quotes" };
  return readPlainScalar(text);
}

const writtenOf = (node: Scalar) => (node.srcToken && "source" in node.srcToken ? node.srcToken.source : "");

function duplicateKey(at: Path): Issue {
  const allowed = "must be once in a map";
  return {
    path: formatPath(at),
    at,
    problem: "duplicate key",
    got: "it twice",
    allowed,
    remedy: "remove or rename one of the two",
  };
}

function syntaxIssue(path: string, what: string, { line, col }: Position, remedy = "fix this line"): Issue {
  const message = (what.split("\n")[0] ?? what).replace(/[.:]$/, "");
  const problem = `not YAML as every reader has it (${message})`;
  return { path, problem, got: `line ${line}, column ${col}`, allowed: "must be a Pulumi stack file", remedy };
}
