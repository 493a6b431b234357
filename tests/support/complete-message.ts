import { Address } from "../../model/address";

/** `path: problem, got value, must be allowed; remedy`. */
const PARTS = /^\S.*?: \S.*, got \S.*, (must [a-z]+ \S.*); (\S.*)$/;

/** A list that ends before it began. */
const NOTHING_SAID = /\b(be|of|e\.g\.|than|at least|at most|or|such as|like)$|\b(e\.g\.|be) ?[,;)]/;

/** What the language makes of a value that is not there. */
const NO_VALUE = /\b(undefined|NaN|Infinity)\b|\[object /;

/** What is wrong with a message of a refused stack file, as its reader would see it; undefined when nothing is. */
export function incompleteIn(message: string): string | undefined {
  const [, allowed = "", remedy = ""] = PARTS.exec(message) ?? [];
  if (allowed === "") return "a part is missing";
  for (const part of [allowed, remedy].map((text) => text.replaceAll(/"[^"]*"/g, '"…"'))) {
    if (NOTHING_SAID.test(part)) return `ends before it says anything: ${part}`;
    if (NO_VALUE.test(part)) return `says what is no value: ${part}`;
    // A negative number is reported in the notation in which it should be written.
    if (/(?<!write it as)(?:^|[\s(])-\d/.test(part)) return `asks for less than nothing: ${part}`;
    for (const [range, from = "", to = ""] of part.matchAll(/(\d[\d.]*) to (\d[\d.]*)/g))
      if (isReversed(from, to)) return `no value is in ${range}`;
  }
  return undefined;
}

function isReversed(from: string, to: string): boolean {
  if (Address.isOne(from) && Address.isOne(to)) return Address.of(from).compare(Address.of(to)) > 0;
  return Number(from) > Number(to);
}
