import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { judgesPackages } from "../../../scripts/conformance/debian-packages";
import { keyOf, remember, rememberedJudgement } from "../../../scripts/conformance/memory";
import type { Document } from "../documents/document";
import type { Reader } from "./reader";
import { builtTools } from "./tools";

/**
 * Every complaint, with the name of its document. The same text for the same release is read once; documents that were
 * accepted before, by the same programs asked in the same way, are not read again.
 */
export async function judgeAll(reader: Reader, documents: readonly Document[]): Promise<string[]> {
  const distinct = [...new Map(documents.map((one) => [`${one.kubernetes} ${one.text}`, one])).values()];
  const [first] = distinct;
  if (!first) return [];
  const texts = distinct.flatMap(({ kubernetes, text }) => [kubernetes, text]);
  const key = keyOf(reader.name, await programs(), ...texts);
  if (rememberedJudgement(key)) return [];
  const complaints = await reader.judge(distinct);
  const named = complaints.flatMap((lines, index) => lines.map((line) => `${distinct[index]?.name}: ${line}`));
  if (named.length === 0) remember(key, `${first.stack}: ${distinct.length} documents by ${reader.name}`);
  return named;
}

const sources = [...filesOf(__dirname), join(__dirname, "../../../distributions/rke2/flags.ts")];

/** Who judges and how they are asked, as a text that changes with either. */
async function programs(): Promise<string> {
  const versions = execFileSync("dpkg-query", ["-W", ...judgesPackages, "apt"], { encoding: "utf8" });
  return keyOf(versions, await builtTools(), ...sources.map((file) => readFileSync(file, "utf8")));
}

function filesOf(folder: string): string[] {
  return readdirSync(folder).map((name) => join(folder, name));
}
