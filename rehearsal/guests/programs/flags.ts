/** Options and operands of a command line. */
export interface Parsed {
  /** Options that take no value, without dashes; `-abc` counts as three. */
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly operands: readonly string[];
  /** The first option that is in neither list. */
  readonly unknown?: string;
}

export interface Grammar {
  readonly flags?: readonly string[];
  /** Options that take a value: `-o v`, `-ov`, `--name v`, `--name=v`. */
  readonly values?: readonly string[];
  /** Stop at the first operand, as programs that start programs do. */
  readonly stopAtOperand?: boolean;
}

/** getopt_long(3), as far as the programs here need it. */
export function parseFlags(
  args: readonly string[],
  { flags = [], values = [], stopAtOperand = false }: Grammar,
): Parsed {
  const seen = new Set<string>();
  const given = new Map<string, string[]>();
  const operands: string[] = [];
  const todo = [...args];
  let unknown: string | undefined;
  const take = (name: string, attached: string | undefined): void => {
    if (flags.includes(name) && attached === undefined) seen.add(name);
    else if (values.includes(name)) given.set(name, [...(given.get(name) ?? []), attached ?? todo.shift() ?? ""]);
    else if (flags.includes(name)) seen.add(name);
    else unknown ??= name.length > 1 ? `--${name}` : `-${name}`;
  };
  for (let word = todo.shift(); word !== undefined; word = todo.shift()) {
    if (word === "--") operands.push(...todo.splice(0));
    else if (word.startsWith("--")) {
      const [name, ...rest] = word.slice(2).split("=");
      take(name ?? "", rest.length > 0 ? rest.join("=") : undefined);
    } else if (word.startsWith("-") && word.length > 1) cluster(word.slice(1), values, take);
    else if (stopAtOperand) operands.push(word, ...todo.splice(0));
    else operands.push(word);
  }
  return { flags: seen, values: given, operands, ...(unknown !== undefined && { unknown }) };
}

function cluster(letters: string, values: readonly string[], take: (name: string, attached?: string) => void): void {
  for (let i = 0; i < letters.length; i++) {
    const letter = letters[i] ?? "";
    const rest = letters.slice(i + 1);
    if (!values.includes(letter)) take(letter);
    else return rest === "" ? take(letter) : take(letter, rest);
  }
}
