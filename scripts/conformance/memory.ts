import { createHash } from "node:crypto";
import { appendFileSync, mkdirSync, readFileSync, renameSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../../model/cache-folder";

/** Something that was accepted before, when everything that decides it was the same as now. */
export interface Accepted {
  /** As a line of the summary says it: `asgard: 6 documents by cloud-init`. */
  readonly what: string;
  readonly at: string;
  /** What was seen then, for repeated comparisons. */
  readonly seen?: Readonly<Record<string, string>>;
}

const folder = (): string => join(cacheFolder(), "conformance", "accepted");

/** One name for everything that goes into a judgement: texts, the code that asks, the programs that answer. */
export function keyOf(...parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

/** What is known of it, and noted for the summary; nothing with --again. */
export function rememberedJudgement(key: string): Accepted | undefined {
  if (process.env["HOMELAB_CONFORMANCE_AGAIN"]) return undefined;
  try {
    const file = join(folder(), `${key}.json`);
    const accepted = JSON.parse(readFileSync(file, "utf8")) as Accepted;
    utimesSync(file, new Date(), new Date());
    note(accepted);
    return accepted;
  } catch {
    return undefined;
  }
}

/** Only for what was accepted whole. */
export function remember(key: string, what: string, seen?: Accepted["seen"]): void {
  mkdirSync(folder(), { recursive: true });
  const accepted: Accepted = { what, at: new Date().toISOString(), ...(seen && { seen }) };
  const draft = join(folder(), `${key}.${process.pid}`);
  writeFileSync(draft, JSON.stringify(accepted));
  renameSync(draft, join(folder(), `${key}.json`));
}

function note({ what, at }: Accepted): void {
  const file = process.env["HOMELAB_CONFORMANCE_NOTES"];
  if (file) appendFileSync(file, `${at.slice(0, 16).replace("T", " ")} ${what}\n`);
}
