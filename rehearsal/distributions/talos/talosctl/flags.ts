/** A flag as pflag knows it. */
export interface Flag {
  readonly name: string;
  readonly short?: string;
  readonly kind: "bool" | "string" | "list" | "duration" | "choice";
  /** For choices. */
  readonly choices?: readonly string[];
  /** What a bool is when it is not given. Default false. */
  readonly on?: boolean;
}

/** A mistake on the command line, in cobra's and pflag's words; talosctl prints its usage after it. */
export class TalosctlUsageError extends Error {}

/** The flags of one command line. */
export class TalosctlFlags {
  private readonly known: readonly Flag[];
  private readonly given: ReadonlyMap<string, readonly string[]>;

  constructor(known: readonly Flag[], given: ReadonlyMap<string, readonly string[]>) {
    this.known = known;
    this.given = given;
  }

  text(name: string): string | undefined {
    return this.given.get(name)?.at(-1);
  }

  /** Values of all occurrences, each a list separated by commas. */
  list(name: string): readonly string[] {
    return (this.given.get(name) ?? []).flatMap((value) => value.split(",")).filter((value) => value !== "");
  }

  has(name: string): boolean {
    const value = this.text(name);
    return value === undefined ? this.known.find((flag) => flag.name === name)?.on === true : value === "true";
  }

  /** Seconds of a duration. */
  seconds(name: string, otherwise: number): number {
    const value = this.text(name);
    return value === undefined ? otherwise : (secondsOf(value) ?? otherwise);
  }
}

/** Splits a command line into flags, which may stand anywhere, and operands. */
export function parseTalosctlFlags(
  args: readonly string[],
  known: readonly Flag[],
): { flags: TalosctlFlags; operands: string[] } {
  const given = new Map<string, string[]>();
  const operands: string[] = [];
  const todo = [...args];
  const take = (flag: Flag, attached: string | undefined, shown: string): void => {
    const value = attached ?? (flag.kind === "bool" ? "true" : todo.shift());
    if (value === undefined) throw new TalosctlUsageError(`flag needs an argument: ${shown}`);
    check(flag, value);
    given.set(flag.name, [...(given.get(flag.name) ?? []), value]);
  };
  for (let word = todo.shift(); word !== undefined; word = todo.shift()) {
    if (word === "--") operands.push(...todo.splice(0));
    else if (word.startsWith("--")) long(word, known, take);
    else if (word.startsWith("-") && word.length > 1) short(word, known, take);
    else operands.push(word);
  }
  return { flags: new TalosctlFlags(known, given), operands };
}

type Take = (flag: Flag, attached: string | undefined, shown: string) => void;

function long(word: string, known: readonly Flag[], take: Take): void {
  const at = word.indexOf("=");
  const name = word.slice(2, at === -1 ? undefined : at);
  const flag = known.find((each) => each.name === name);
  if (!flag) throw new TalosctlUsageError(`unknown flag: --${name}`);
  take(flag, at === -1 ? undefined : word.slice(at + 1), `--${name}`);
}

function short(word: string, known: readonly Flag[], take: Take): void {
  for (let i = 1; i < word.length; i++) {
    const letter = word[i] ?? "";
    const flag = known.find((each) => each.short === letter);
    if (!flag) throw new TalosctlUsageError(`unknown shorthand flag: '${letter}' in ${word}`);
    const rest = word.slice(i + 1).replace(/^=/, "");
    if (flag.kind === "bool") take(flag, undefined, `'${letter}' in ${word}`);
    else return take(flag, rest === "" ? undefined : rest, `'${letter}' in ${word}`);
  }
}

function check({ name, short: letter, kind, choices = [] }: Flag, value: string): void {
  const shown = letter === undefined ? `--${name}` : `-${letter}, --${name}`;
  const wrong = (why: string) => new TalosctlUsageError(`invalid argument "${value}" for "${shown}" flag: ${why}`);
  if (kind === "duration" && secondsOf(value) === undefined) throw wrong(`time: invalid duration "${value}"`);
  if (kind === "choice" && !choices.includes(value))
    throw wrong(`possible options are: ${[...choices].sort().join(", ")}`);
  if (kind === "bool" && !["true", "false"].includes(value))
    throw wrong(`strconv.ParseBool: parsing "${value}": invalid syntax`);
}

const units: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 };

/** Go durations: `10m`, `1h30m`, `500ms`, `0`. */
function secondsOf(text: string): number | undefined {
  if (text === "0") return 0;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text) return undefined;
  return parts.reduce((sum, [, count, unit = "s"]) => sum + Number(count) * (units[unit] ?? 0), 0);
}
