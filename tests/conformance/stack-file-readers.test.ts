import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readYaml } from "../../model/yaml/read-yaml";
import { stackNames } from "../../scripts/stack-files";
import { run } from "./readers/program";
import { builtTool } from "./readers/tools";
import { seeded, stackFile } from "./yaml/corpus";
import { isSame } from "./yaml/same";

jest.setTimeout(300_000);

/** What the engine says of a text: the values a program would get, or why none. */
type Answer = { readonly config?: Readonly<Record<string, string>>; readonly error?: string };

async function asTheEngineReads(texts: readonly string[]): Promise<Answer[]> {
  const { status, stdout, stderr } = await run(await builtTool("pulumi-config"), [], JSON.stringify(texts));
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Answer[];
}

/** What this program makes of the same text; undefined where it refuses it. */
function asWeRead(text: string): Record<string, unknown> | undefined {
  const { value, issues } = readYaml(text, "Pulumi.test.yaml");
  return issues.length > 0 ? undefined : ((value as { config?: Record<string, unknown> } | null)?.config ?? {});
}

/** As the engine hands a value to a program: text as it is, nothing as "", all else as JSON. */
function comparable(value: unknown): unknown {
  if (value === null) return "";
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

const byKey = (values: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, comparable(value)]));

/** Texts that both readers take and take for something else, with what each makes of it. */
async function differences(texts: readonly string[]) {
  const answers = await asTheEngineReads(texts);
  const compared = texts.map((text, index) => ({ text, ours: asWeRead(text), theirs: answers[index] ?? {} }));
  const accepted = compared.flatMap(({ text, ours, theirs }) => (ours ? [{ text, ours: byKey(ours), theirs }] : []));
  const differing = accepted.filter(({ ours, theirs }) => !theirs.config || !isSame(ours, byKey(theirs.config)));
  return { differing, accepted: accepted.length };
}

describe("a stack file read by the engine and by this program", () => {
  it.each([1, 2, 3, 4])("means the same to both or is refused, whatever it says (seed %i)", async (seed) => {
    const random = seeded(seed);
    const { differing, accepted } = await differences(Array.from({ length: 20_000 }, () => stackFile(random)));
    expect(differing.slice(0, 5)).toEqual([]);
    expect(accepted).toBeGreaterThan(1000);
  });

  it("means the same as committed in this repository", async () => {
    const texts = stackNames().map((name) => readFileSync(join(__dirname, `../../Pulumi.${name}.yaml`), "utf8"));
    expect(await differences(texts)).toEqual({ differing: [], accepted: texts.length });
  });

  it("is refused where the readers differ: the engine's reads 01011 as 521", async () => {
    const text = "config:\n  homelab:nodes: { w: { vmId: 01011 } }\n";
    expect(await asTheEngineReads([text])).toEqual([{ config: { "homelab:nodes": '{"w":{"vmId":521}}' } }]);
    expect(asWeRead(text)).toBeUndefined();
  });
});
