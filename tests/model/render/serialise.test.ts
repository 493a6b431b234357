import fc from "fast-check";
import { parse } from "yaml";
import { toYaml } from "../../../model/render/serialise";
import { readYaml } from "../../../model/yaml/read-yaml";
import { arbitraryText, documentWith, MISTAKABLE } from "./mistakable";

const readers = [
  ["YAML 1.1", (text: string) => parse(text, { version: "1.1" }) as unknown],
  ["YAML 1.2", (text: string) => parse(text, { version: "1.2" }) as unknown],
] as const;

describe("what is rendered as YAML", () => {
  it.each(readers)("means to a reader of %s what was meant, whatever the text", (_, read) => {
    fc.assert(
      fc.property(arbitraryText, arbitraryText, (text, other) => {
        const meant = documentWith(text, other);
        expect(read(toYaml(meant))).toEqual(meant);
      }),
      { numRuns: 500 },
    );
  });

  it("is read the same by our own reader of stack files, if it is one line", () => {
    for (const text of MISTAKABLE) expect(readYaml(toYaml({ k: [text] }), "x").value).toEqual({ k: [text] });
  });

  it("leaves ordinary words, numbers and booleans unquoted", () => {
    const plain = { image: "v1.34.1+rke2r1", address: "10.10.10.1", on: true, size: 4096, path: "/etc/x" };
    expect(toYaml(plain)).toBe('image: v1.34.1+rke2r1\naddress: 10.10.10.1\n"on": true\nsize: 4096\npath: /etc/x\n');
  });
});
