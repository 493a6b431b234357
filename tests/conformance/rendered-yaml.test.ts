import fc from "fast-check";
import { toYaml } from "../../model/render/serialise";
import { arbitraryText, MISTAKABLE } from "../model/render/mistakable";
import { misunderstood } from "./yaml/readers";

jest.setTimeout(300_000);

const meantOf = (text: string, other: string) => ({
  value: text,
  list: [text, [other]],
  map: { [`k${other}`]: text, [text]: 1 },
  n: 12,
  f: 1.5,
  b: true,
  nothing: null,
});

describe("what is rendered as YAML, before the readers of machines and clusters", () => {
  it("says what was meant, whatever the text", async () => {
    const texts = fc.sample(arbitraryText, { numRuns: 3000 });
    const values = [...MISTAKABLE, ...texts].map((text, index) => meantOf(text, texts[index + 1] ?? ""));
    const meant = values.map((value) => ({ text: toYaml(value), documents: [value] }));
    expect((await misunderstood(meant)).slice(0, 20)).toEqual([]);
  });
});
