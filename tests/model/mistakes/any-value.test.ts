import fc from "fast-check";
import { formatIssue } from "../../../model/errors";
import { checkConfig } from "../../../stack/parse";
import { plan } from "../../../stack/plan";
import { unprintableIn } from "../../../model/unprintable";
import { readYaml } from "../../../model/yaml/read-yaml";
import { seeded, stackFile } from "../../conformance/yaml/corpus";
import { incompleteIn } from "../../support/complete-message";
import { fixtures, type Raw, realStack } from "../stack-fixtures";

/** What somebody might write where something else belongs. */
const ODD: readonly unknown[] = [
  ...["", " ", "x", "-x", "../x", "a/b", "a b", "x".repeat(70), "y".repeat(3000), "null", "yes", "1", "1011", "0x7f"],
  ...["__proto__", "constructor", "\u001b[31mred", "a\nb", "a\u200bb", "wаlhalla", "１２７", "<b>", "$(id)", "{}", "ä"],
  ...[0, -1, 1, 1.5, 99, 100, 2 ** 31, 2 ** 53, 1e21, true, false, [], {}, [[]], [{}], { a: 1 }, ["x", "x"], [null]],
  ...[
    "0.0.0.0",
    "255.255.255.255",
    "127.0.0.1",
    "10.10.10.0",
    "10.10.10.1",
    "10.10.10.255",
    "224.0.0.1",
    "1.2.3",
    "::1",
  ],
  ...[
    "0.0.0.0/0",
    "10.10.10.0/32",
    "10.10.10.0/31",
    "255.255.255.255/32",
    "10.0.0.0/7",
    "10.10.10.9/24",
    "10.43.0.0/29",
  ],
  ...[
    "https://me:hunter2@10.10.10.10:8006/",
    "http://10.10.10.10",
    "https://10.10.10.10:99999/",
    "socks5://a",
    "https://",
  ],
  ...[
    "00:00:00:00:00:00",
    "bc:24:11:00:00:0a",
    "FF:FF:FF:FF:FF:FF",
    "10de:1eb8",
    "0000:01:00",
    "ffff:ffff",
    "a=b:NoSchedule",
  ],
  ...["v0.0.0", "v1.0.0", "v99.99.99", "v1.34.1+rke2r1", "v1.34.1+k3s1", "v1.34.2", "v1.13.9", "rke2", "k3s", "talos"],
  ...[
    "0".repeat(64),
    "f".repeat(128),
    "local",
    "local-zfs",
    "vmbr0",
    "eno1.4095",
    "asgard",
    "pve",
    "localhost",
    "root",
  ],
  ...["pulumi@pve!homelab=01234567-89ab-cdef-0123-456789abcdef", "$6$salt$c2VjcmV0", "ssh-ed25519 AAAA", "ssh-rsa B"],
];

type Path = readonly (string | number)[];

/** Every place of a configuration, its sections included. */
function placesIn(value: unknown, at: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [at];
  const entries = Array.isArray(value) ? value.map((item, n) => [n, item] as const) : Object.entries(value);
  return [...(at.length > 0 ? [at] : []), ...entries.flatMap(([key, item]) => placesIn(item, [...at, key]))];
}

/** A copy in which a place has another value, another key, or is not there. */
function edited(
  value: unknown,
  [key, ...rest]: Path,
  edit: (entry: [string | number, unknown]) => [string, unknown][],
): unknown {
  const change = (name: string | number, item: unknown): [string, unknown][] =>
    name !== key
      ? [[String(name), item]]
      : rest.length === 0
        ? edit([name, item])
        : [[String(name), edited(item, rest, edit)]];
  if (Array.isArray(value)) return value.flatMap((item, n) => change(n, item).map(([, changed]) => changed));
  return Object.fromEntries(Object.entries(value as Raw).flatMap(([name, item]) => change(name, item)));
}

/** An odd value as the name of something. */
const nameOf = (odd: unknown): string => (typeof odd === "string" && odd.trim() !== "" ? odd : "an odd name");

const EDITS: readonly ((odd: unknown) => (entry: [string | number, unknown]) => [string, unknown][])[] = [
  (odd) =>
    ([key]) => [[String(key), odd]],
  (odd) =>
    ([key]) => [[String(key), odd]],
  (odd) =>
    ([key]) => [[String(key), odd]],
  () => () => [],
  (odd) =>
    ([, item]) => [[nameOf(odd), item]],
  (odd) =>
    ([key, item]) => [
      [String(key), item],
      [`${key}x`, odd],
    ],
];

const stacks = [
  ...["asgard", "home-lab", "pc-tips", "r730"].map((name) => realStack(name)),
  ...fixtures("valid").map(({ read }) => read()),
];

const edit = fc.record({ place: fc.nat(), odd: fc.constantFrom(...ODD), how: fc.constantFrom(...EDITS) });
const anyFile = fc
  .record({ stack: fc.constantFrom(...stacks), edits: fc.array(edit, { minLength: 1, maxLength: 3 }) })
  .map(({ stack, edits }) =>
    edits.reduce<Raw>((raw, { place, odd, how }) => {
      const places = placesIn(raw);
      const at = places[place % places.length];
      return at ? (edited(raw, at, how(odd)) as Raw) : raw;
    }, stack),
  );

describe("a string as a user might write it", () => {
  it("has one meaning, or is refused with complete messages", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const { issues } = readYaml(stackFile(seeded(seed)), "Pulumi.any.yaml");
        expect(issues.map(formatIssue).flatMap((message) => incompleteIn(message) ?? [])).toEqual([]);
        for (const { remedy } of issues)
          expect(remedy).toMatch(/^(put|write|remove|keep|fix|name|close|shorten|save) /);
      }),
      { numRuns: 500, examples: [[1026769690]] },
    );
  });
});

describe("a stack file with anything in any place", () => {
  it("is planned, or refused with complete, printable messages, once each", () => {
    fc.assert(
      fc.property(anyFile, (raw) => {
        const result = checkConfig(raw);
        if ("config" in result) return expect(plan(result.config, "any").warnings.map(unprintableIn)).toEqual([]);
        const messages = result.issues.map(formatIssue);
        expect(messages.map(incompleteIn).filter((problem) => problem !== undefined)).toEqual([]);
        expect(messages.flatMap((message) => unprintableIn(message) ?? [])).toEqual([]);
        expect(messages.join("\n")).not.toMatch(/hunter2|01234567-89ab|c2VjcmV0/);
      }),
      { numRuns: process.env["HOMELAB_TEST_ALL"] ? 1000 : 100 },
    );
  }, 60_000);
});
