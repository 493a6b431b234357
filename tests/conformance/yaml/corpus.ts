/** Numbers below `bound`, the same for the same seed. */
export type Random = (bound: number) => number;

/** A small generator of its own (mulberry32), so that a seed means the same everywhere. */
export function seeded(seed: number): Random {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}

/** Words that some reader of YAML takes for something else than text. */
const KNOWN =
  "yes no on off Yes NO y n Y N true True TRUE tRue false null Null NULL nULL ~ .inf -.inf +.Inf .INF .nan .NaN NaN inf Infinity - -- + . .. ... --- = << * & ! | > % @ ` ? : # 0 00 -0 +0 0.0 -0.0 1 01 -1 +1 07 08 09 0777 0888 0o17 0O17 -0o7 0b101 0B1 -0b1 0x1F 0X1f -0xa 0x 0b 0o 1_000 1__0 _1 1_ 0_7 0x_1 1e3 1E3 1e+3 1e-3 1e 1.5 1. .5 -.5 +.5 1.5e3 .5e1 1.e1 1e400 -1e400 1:30 1:30:00 01:30 190:20:30 190:20:30.15 1:60 52:54:00:12:34:56 0000:01:00 10de:1e82 2024-01-01 2024-1-1 2024-13-45 2024-01-01T00:00:00Z 2024-01-01t1:2:3Z 2024-01-01T00:00:00+01:00 20240101 2024-01 99999-01-01 9007199254740991 9007199254740993 123456789012345 1234567890123456 18446744073709551615 18446744073709551616 0.1 0.30000000000000004 3.14159265358979323846 1.10 1.29 v1.34.1+rke2r1 1.7.28-0ubuntu1~24.04.1 10.10.10.1 10.42.0.0/16 BC:24:11:00:00:01 nvidia.com/gpu=true:NoSchedule https://10.10.10.10:8006/ local:iso/x.iso fr_FR.UTF-8 Europe/Paris node-role.kubernetes.io/control-plane a#b a:b a- -a a? ?a a,b [a] {a} 'a a' a'b a\"b a\\b \u00e9 \u4e2d \u0661\u0662 \uff11 a\u200bb a\u00a0b !!str !!int !foo !!binary !!float !!null &a *a".split(
    " ",
  );

const ALPHABET = [..."0123456789", ..."01789", ..."eExXoObB_", ..."+-.:", "inf", "nan", "T", "Z", " ", "~", "a", "f"];
const PUNCTUATION = [..."#:-?,[]{}&*!|>'\"%@`\\ \t=<~/", "\\n", "\\x41", "\\u0041", "\\/", "\\0", "é"];

const pick = <T>(random: Random, from: readonly T[]): T => from[random(from.length)] as T;
const many = (random: Random, from: readonly string[], most: number): string =>
  Array.from({ length: 1 + random(most) }, () => pick(random, from)).join("");

/** A scalar as somebody might write it, right or wrong. */
export function scalar(random: Random): string {
  const kind = random(12);
  if (kind < 4) return pick(random, KNOWN);
  if (kind < 7) return many(random, ALPHABET, 10);
  if (kind < 8) return many(random, [...ALPHABET, ...PUNCTUATION], 8);
  if (kind < 9)
    return `${pick(random, ["!!str", "!!int", "!!binary", "!foo", "!", "&a", "*a"])} ${pick(random, KNOWN)}`;
  const quoted = pick(random, [pick(random, KNOWN), many(random, PUNCTUATION, 6), many(random, ALPHABET, 6)]);
  return random(2) === 0 ? `"${quoted}"` : `'${quoted}'`;
}

/** A stack file whose sections hold generated values and keys, in blocks and in flow. */
export function stackFile(random: Random): string {
  const sections = Array.from({ length: 1 + random(2) }, (_, index) => section(random, index));
  const head = pick(random, ["", "", "", "", "---\n", "# comment\n", "\n", "%YAML 1.1\n---\n"]);
  const tail = pick(random, ["", "", "", "", "...\n", "---\n", "---\na: b\n", "\n# end\n", "  \n"]);
  const text = `${head}config:\n${sections.join("")}${tail}`;
  return random(12) === 0 ? text.replaceAll("\n", "\r\n") : text;
}

function section(random: Random, index: number): string {
  const one = () => scalar(random);
  const gap = pick(random, [" ", " ", " ", "  ", "\t"]);
  const note = pick(random, ["", "", "", " # note", "#note", "\t# note"]);
  const name = `  homelab:s${index}:`;
  return pick(random, [
    () => `${name}\n    k:${gap}${one()}${note}\n`,
    () => `${name}\n    k: ${one()}\n    ${one()}: v\n`,
    () => `${name} { k: ${one()}, l:${gap}${one()} }${note}\n`,
    () => `${name} [${one()}, ${one()}]\n`,
    () => `${name}\n    - ${one()}\n    -${gap}${one()}\n`,
    () => `${name}\n  - ${one()}\n  - k: ${one()}\n    l: ${one()}\n`,
    () => `${name}\n    k: ${one()}\n      ${one()}\n    l: ${one()}\n`,
    () =>
      `${name}\n    k: ${pick(random, ["|", ">", "|-", ">-", "|+", "|2", ">1-"])}\n      ${one()}\n      ${one()}\n\n    l: 1\n`,
    () => `${name} { ${one()}: v, k: [${one()}], l: { ${one()}: ${one()} } }\n`,
    () => `${name}\n    a: &x { k: ${one()} }\n    b: *x\n    c: [*x, ${one()}]\n`,
    () => `${name}\n    a: &x { k: ${one()} }\n    b:\n      <<: *x\n      l: 1\n`,
    () => `${name}\n    ? ${one()}\n    : v\n`,
    () => `${name}\n    k: {${one()},\n      l: ${one()}\n    }\n`,
    () => `${name}${gap}${one()}\n`,
    () => `${name} [ k: ${one()} ]\n`,
    () => `${name}\n    k:\n    l: ${one()}\n    k: 2\n`,
    () => `${name}\n    k : ${one()}\n    "q":${one()}\n`,
    () => `${name} {"q":${one()},'r': x,}\n`,
  ])();
}
