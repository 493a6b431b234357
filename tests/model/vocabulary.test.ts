import { z } from "zod";
import { configSchema } from "../../stack/config-schema";
import { SECTION_NAMES } from "../../stack/stack-file-keys";
import { kinds, standIn } from "../../model/schema/stand-in";

type Schema = z.core.$ZodType;

/** Every schema of a text, values and names, by its path. */
function texts(schema: Schema, path = ""): [path: string, text: z.ZodString][] {
  const inner = (schema._zod.def as { innerType?: Schema }).innerType;
  if (inner) return texts(inner, path);
  if (schema instanceof z.ZodString) return [[path, schema]];
  if (schema instanceof z.ZodArray) return texts(schema.element, `${path}[]`);
  if (schema instanceof z.ZodUnion) return (schema.options as Schema[]).flatMap((option) => texts(option, path));
  if (schema instanceof z.ZodRecord)
    return [...texts(schema.keyType, `${path}.(name)`), ...texts(schema.valueType, `${path}.*`)];
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape as Record<string, Schema>).flatMap(([key, child]) =>
    texts(child, `${path}.${key}`),
  );
}

const all = texts(configSchema);
const accepting = (value: string) => all.filter(([, text]) => text.safeParse(value).success).map(([path]) => path);

/** For people alone: a line of anything that can be read. */
const FREE = [".network.bridges.*.comment", ".vms.*.description"];

describe("the vocabulary of a stack file", () => {
  it("has a kind for every string, with a valid example", () => {
    expect(all.length).toBeGreaterThan(40);
    const wrong = all.filter(([, text]) => !text.safeParse(kinds.get(text)?.example).success);
    expect(wrong.map(([path]) => path)).toEqual([]);
  });

  it.each(["a\nb", "a\u0000", "a\u001b[31m", "a\u200b", "\u202ea", "\u2028"])("accepts %j nowhere", (value) => {
    expect(accepting(value)).toEqual([]);
  });

  it.each(["a b", "a;b", "$(a)", "../a", "a'b", 'a"b', "wаlhalla", "１２７", "<b>", "   "])(
    "accepts %j only in free text",
    (value) => {
      const keys = accepting(value).filter((path) => !/authorizedKeys|hostKey/.test(path));
      expect(keys.filter((path) => !FREE.includes(path))).toEqual([]);
    },
  );

  it("can generate any number of valid values for strings that are compared", () => {
    const compared = all.flatMap(([path, text]) => {
      const { fresh } = kinds.get(text) ?? {};
      return fresh ? [{ path, text, fresh }] : [];
    });
    expect(compared.length).toBeGreaterThan(40);
    for (const { path, text, fresh } of compared)
      for (const n of [0, 1, 3, 255, 256, 4001, 65_536])
        expect([path, fresh(n), text.safeParse(fresh(n)).success]).toEqual([path, fresh(n), true]);
  });

  it.each([0, 1, 2, 3])("accepts its own placeholders, variant %d", (round) => {
    let count = 0;
    const way = { round, next: () => count++, namesOf: () => ["known"] };
    expect(configSchema.safeParse(standIn(configSchema, way)).error?.issues ?? []).toEqual([]);
  });

  it("rejects overlong names quickly", () => {
    const long = [`${"a.".repeat(60_000)}!`, "-".repeat(100_000), `${"a-".repeat(50_000)}_`, "1".repeat(100_000)];
    const before = process.cpuUsage();
    for (const value of long) accepting(value);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(4000);
  });

  it("names its sections in one order", () => {
    expect(Object.keys(configSchema.shape)).toEqual([...SECTION_NAMES]);
  });
});
