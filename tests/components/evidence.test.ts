import { agreement, compare } from "../evidence/compare";
import { documentInterfaces } from "../evidence/documents";
import { ofDocuments } from "../evidence/table";

test("the table of evidence has what rendered documents ask of their readers, and nothing more", async () => {
  expect(compare(await documentInterfaces(), ofDocuments)).toEqual(agreement);
});
