import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { page } from "./html/page";
import type { RehearsalRecord } from "./record";
import { buildReport, type Report } from "./report";
import { requestsJsonl } from "./requests-jsonl";

/** Writes report.html, report.json, requests.jsonl and scripts/ into the directory and hands the report back. */
export function writeReport(directory: string, record: RehearsalRecord): Report {
  const report = buildReport(record);
  const scripts = join(directory, "scripts");
  rmSync(scripts, { recursive: true, force: true });
  mkdirSync(scripts, { recursive: true });
  for (const { file, content } of report.scripts) writeBelow(scripts, file, content);
  writeBelow(directory, "requests.jsonl", requestsJsonl(record.events, record.secrets));
  writeBelow(directory, "report.json", `${JSON.stringify(report.json, null, 2)}\n`);
  writeBelow(directory, "report.html", page(report));
  return report;
}

function writeBelow(directory: string, file: string, content: string): void {
  const path = join(directory, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
