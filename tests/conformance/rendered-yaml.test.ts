import fc from "fast-check";
import { toYaml } from "../../model/render/serialise";
import { arbitraryText, documentWith, MISTAKABLE } from "../model/render/mistakable";
import { misunderstood } from "./yaml/readers";

jest.setTimeout(300_000);

describe("rendered YAML, read by the parsers of machines and clusters", () => {
  it("means the same, whatever the text", async () => {
    const texts = fc.sample(arbitraryText, { numRuns: 3000 });
    const values = [...MISTAKABLE, ...texts].map((text, index) => documentWith(text, texts[index + 1] ?? ""));
    const meant = values.map((value) => ({ text: toYaml(value), documents: [value] }));
    expect((await misunderstood(meant)).slice(0, 20)).toEqual([]);
  });
});
