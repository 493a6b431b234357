import fc from "fast-check";

/** Text that some reader of YAML takes for something else: YAML 1.1's and 1.2's, PyYAML, Go's yaml.v2 and v3. */
export const MISTAKABLE =
  "yes no on off Yes NO On OFF y n Y N true True false null Null ~ .inf -.inf .NaN 0 00 -0 +1 012 08 0o17 0O17 0b101 0B1 0x1f 0X1F 1_000 -_27 1e3 1E3 1. .5 1.5 1:30 190:20:30 52:54:00:12:34:56 2024-01-01 2024-1-1 2024-01-01T00:00:00Z = << - ? : --- ... # & * ! | > % @ ` [] {}".split(
    " ",
  );

/** Such text, what can be made of its signs, and any other. */
export const arbitraryText = fc.oneof(
  fc.constantFrom(
    ...MISTAKABLE,
    "",
    " ",
    " a",
    "a ",
    "a: b",
    "a #b",
    "a\nb",
    "\n",
    "\ta",
    "a\tb",
    "a\u2028b",
    "\u0085",
    "\ufeffa",
    "é",
    "'",
    '"',
    "\\",
  ),
  fc.array(fc.constantFrom(..."0123456789_.:+-eExXoObBnyTZ~ "), { maxLength: 8 }).map((signs) => signs.join("")),
  fc.string({ unit: "grapheme", maxLength: 12 }),
);

/** A document that has the texts in every place a text can stand in, beside values that are none. */
export const documentWith = (text: string, other: string) => ({
  value: text,
  list: [text, [other]],
  map: { [`k${other}`]: text, [text]: 1 },
  n: 12,
  f: 1.5,
  b: true,
  nothing: null,
});
