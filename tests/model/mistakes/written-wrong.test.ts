import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { formatIssue } from "../../../model/errors";
import { checkStackFile } from "../../../stack/parse";
import { plan } from "../../../stack/plan";
import { incompleteIn } from "../../support/complete-message";
import { withoutPlatform } from "../../support/without-platform";

const ROOT = join(__dirname, "../../..");

/** A mistake, or what looks like one. */
interface Written {
  readonly what: string;
  /** The stack of this checkout that is edited. */
  readonly stack: string;
  /** Text and what stands in its place, wherever it is. */
  readonly edits: Readonly<Record<string, string>>;
  readonly verdict: "refused" | "warned" | "accepted";
  /** How the message begins, as far as what is wrong. */
  readonly said?: string;
  readonly because?: string;
}

const written = parse(readFileSync(join(ROOT, "tests/fixtures/mistakes.yaml"), "utf8")) as Written[];
/** Rows about a platform bring their own. */
const fileOf = (stack: string) =>
  withoutPlatform(
    readFileSync(join(ROOT, stack === "k3s" ? "tests/engine/stacks" : ".", `Pulumi.${stack}.yaml`), "utf8"),
  );

function edited({ stack, edits }: Written): string {
  return Object.entries(edits).reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`${stack} has no ${from}`);
    return text.replaceAll(from, () => to);
  }, fileOf(stack));
}

/** Issues or warnings of a file. */
function judged(text: string, stack: string) {
  const result = checkStackFile(text, `Pulumi.${stack}.yaml`);
  if ("issues" in result) return { refused: result.issues.map(formatIssue), warned: [] };
  return { refused: [], warned: plan(result.config, stack).warnings };
}

const of = (verdict: Written["verdict"]) => written.filter((one) => one.verdict === verdict);

describe("a stack file", () => {
  it.each(of("refused"))("is refused for $what", ({ said = "", ...one }) => {
    const { refused } = judged(edited({ ...one }), one.stack);
    expect(said).not.toBe("");
    expect(refused).toContainEqual(expect.stringContaining(said));
    expect(refused.flatMap((message) => incompleteIn(message) ?? [])).toEqual([]);
    expect(refused.join("\n")).not.toContain("hunter2");
  });

  it.each(of("warned"))("gives a warning about $what: $because", ({ said = "", ...one }) => {
    const { refused, warned } = judged(edited({ ...one }), one.stack);
    expect(refused).toEqual([]);
    expect(said).not.toBe("");
    expect(warned).toContainEqual(expect.stringContaining(said));
  });

  it.each(of("accepted"))("is accepted with $what: $because", (one) => {
    expect(judged(edited(one), one.stack).refused).toEqual([]);
  });
});

const asgard = fileOf("asgard");
const worker = "valaskjalf-worker-1: { role: worker, vmId: 1011, address: 10.10.10.111 }";
const withWorkers = (count: number) =>
  Array.from(
    { length: count },
    (_, n) => `    x${n}: { role: worker, vmId: ${20_000 + n}, address: 10.10.${n >> 8}.${n & 255} }\n`,
  ).join("");

/** Those that are no edit of a few words. */
const WHOLE: readonly (readonly [what: string, text: string, said: RegExp])[] = [
  ["an empty text", "", /^Pulumi.asgard.yaml: no configuration in it, got nothing, /],
  ["comments only", "# nothing\n", /^Pulumi.asgard.yaml: no configuration in it, got nothing, /],
  ["a config without value", "config:\n", /^Pulumi.asgard.yaml: no configuration in it, got nothing, /],
  ["a line of words", "hello world\n", /^Pulumi.asgard.yaml: no configuration in it, got "hello world", /],
  [
    "lines of words",
    "root:x:0:0\ndaemon:x:1:1\n",
    /^Pulumi.asgard.yaml: not the same to every reader of YAML, got "root/,
  ],
  ["a list", "- a\n", /^Pulumi.asgard.yaml: no configuration in it, got a list of 1, /],
  ["a tagged list", "!!seq [a]\n", /^Pulumi.asgard.yaml: a tag, got /],
  ["a config that is a list", "config: [a]\n", /^Pulumi.asgard.yaml: no configuration in it, got a list of 1, /],
  ["bytes of no text", String.fromCharCode(...Array(256).keys()), /^Pulumi.asgard.yaml: not plain text, /],
  ["another encoding", asgard.replaceAll(/./g, "$&\0"), /^Pulumi.asgard.yaml: not plain text, .*; save it as UTF-8$/],
  ["brackets in brackets", `${asgard}  homelab:vms: ${"[".repeat(20_000)}${"]".repeat(20_000)}\n`, /nested deeper/],
  ["gpus left empty", asgard.replace(/( {2}homelab:gpus:).*\n( {4}.*\n)+/, "$1\n"), /^gpus: empty, got nothing, /],
  [
    "a host without storages",
    asgard.replace(/( {8}storages:).*\n( {10}.*\n)+/, "$1 {}\n"),
    /^proxmox.hosts.asgard.storages: no storage, /,
  ],
  ["no subnets", asgard.replace(/( {4}subnets:).*\n( {6,}.*\n)+/, "$1 {}\n"), /^cluster.subnet: unknown subnet, /],
  [
    "nodes as a list",
    asgard.replace(/( {2}homelab:nodes:).*\n( {4}.*\n)+/, "$1\n    - { name: a, role: worker }\n"),
    /^nodes: wrong type, got a list of 1, /,
  ],
  ["500 workers", asgard.replace(`    ${worker}\n`, `$&${withWorkers(500)}`), /^nodes.x0.address: outside its subnet/],
  [
    "33 NICs",
    fileOf("r730").replace("nics: [{ subnet: management }]", `nics: [${"{ subnet: management }, ".repeat(33)}]`),
    /^vms.devvm.nics: out of range, got a list of 33, must be 32 NICs at most/,
  ],
  [
    "a label of 100000 dots",
    asgard.replace(" }\n    valaskjalf-worker-2", `, labels: { "${"a.".repeat(50_000)}": x }$&`),
    /labels.*longer than|malformed name/,
  ],
  [
    "a host's address of 60000 dots",
    asgard.replace("address: 10.10.10.10 ", `address: "${"a.".repeat(60_000)}!" `),
    /^proxmox.hosts.asgard.address: longer than/,
  ],
];

describe("a whole file", () => {
  it.each(WHOLE)("of %s is refused within two seconds", (_, text, said) => {
    expect(text).not.toBe(asgard);
    const before = process.cpuUsage();
    const { refused } = judged(text, "asgard");
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(2);
    expect(refused).toContainEqual(expect.stringMatching(said));
    expect(refused.flatMap((message) => incompleteIn(message) ?? [])).toEqual([]);
  });

  it("may have Windows line endings", () => {
    expect(judged(asgard.replaceAll("\n", "\r\n"), "asgard").refused).toEqual([]);
  });
});
