import type { Document } from "./documents/document";
import { documentsOf } from "./documents/registered";
import { samples } from "./documents/samples";
import { judgedStacks } from "./documents/stacks";
import { everyReader } from "./readers/every-reader";
import type { Mistake, Reader } from "./readers/reader";

jest.setTimeout(300_000);

let documents: readonly Document[] = [];
beforeAll(async () => {
  const recorded: Document[] = [];
  for (const stack of judgedStacks()) recorded.push(...(await documentsOf(stack)));
  documents = [...recorded, ...(await samples())];
});

describe.each(everyReader)("$name", (reader) => {
  it.each(reader.mistakes)("refuses $what", async (mistake) => {
    const right = documents.find((document) => reader.reads(document) && canHave(document, mistake));
    if (!right) throw new Error(`no document has ${mistake.from}`);
    const wrong = { ...right, text: right.text.replace(mistake.from, mistake.to) };
    expect(wrong.text).not.toBe(right.text);
    expect(await complaints(reader, right)).toBe("");
    expect(await complaints(reader, wrong)).toContain(mistake.named);
  });
});

const canHave = ({ text }: Document, { from }: Mistake): boolean =>
  typeof from === "string" ? text.includes(from) : from.test(text);

async function complaints(reader: Reader, document: Document): Promise<string> {
  return (await reader.judge([document])).flat().join("\n");
}
