import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Document } from "../documents/document";
import { complaint, inFolder, run } from "./program";
import type { Reader } from "./reader";

const isSource = ({ name }: Pick<Document, "name">): boolean => name.includes(": /etc/apt/sources.list.d/");

/** apt's lists of sources, which it parses, and its settings, which it reads and says back. */
export const apt: Reader = {
  name: "apt",
  reads: (document) => isSource(document) || document.name.includes(": /etc/apt/apt.conf.d/"),
  judge: (documents) => Promise.all(documents.map((document) => inFolder((folder) => read(folder, document)))),
  mistakes: [
    { what: "a kind of source it does not know", from: /^deb /, to: "debb ", named: "'debb' is not known" },
    { what: "an option that nobody ends", from: /\] http/, to: " http", named: "Malformed" },
    { what: "a setting without its end", from: '";\n', to: "\n", named: "Syntax error" },
  ],
};

async function read(folder: string, document: Document): Promise<string[]> {
  // Only Debian's own suffix is read, whatever the file is called here.
  const file = join(folder, "document.list");
  await writeFile(file, document.text);
  if (!isSource(document)) return complaint(await run("apt-config", ["-c", file, "dump"]));
  const only = ["-o", `Dir::Etc::sourcelist=${file}`, "-o", "Dir::Etc::sourceparts=/dev/null"];
  return complaint(await run("apt-get", ["indextargets", ...only]));
}
