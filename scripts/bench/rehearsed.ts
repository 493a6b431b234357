import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { timed } from "./command";
import type { Bench } from "./row";

/** What a measured `npm start` leaves in its report. */
export interface RehearsalReport {
  readonly phases: readonly {
    readonly name: string;
    readonly seconds: number;
    readonly floorSeconds: number;
    readonly ratio: number | null;
  }[];
}

/** The whole `npm start` of asgard, under another name so that nobody's own rehearsal is touched. */
export async function rehearseAsgard({
  repository,
  directory,
}: Bench): Promise<{ seconds: number; report: RehearsalReport }> {
  const stack = "bench-fast";
  const file = join(directory, `Pulumi.${stack}.yaml`);
  copyFileSync(join(repository, "Pulumi.asgard.yaml"), file);
  const start = [join(repository, "scripts", "run.mjs"), "rehearse", "--stack-file", file];
  const { seconds } = await timed(process.execPath, start, { cwd: repository });
  const report = readFileSync(join(repository, ".rehearsal", stack, "report.json"), "utf8");
  return { seconds, report: JSON.parse(report) as RehearsalReport };
}

/** One phase of a report. */
export function phaseOf({ phases }: RehearsalReport, name: string): RehearsalReport["phases"][number] {
  const phase = phases.find((each) => each.name === name);
  if (!phase) throw new Error(`the report has no phase ${name}`);
  return phase;
}
