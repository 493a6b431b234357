import { agreement, compare } from "../evidence/compare";
import { documentInterfaces } from "../evidence/documents";
import { ofDocuments } from "../evidence/table";

// Renders all documents of every stack.
jest.setTimeout(120_000);

test("the table of evidence has exactly what rendered documents require of their readers", async () => {
  expect(compare(await documentInterfaces(), ofDocuments)).toEqual(agreement);
});
