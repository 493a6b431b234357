import type { Report } from "../report";
import type { ReportJson } from "../report-json";
import {
  awayText,
  changesText,
  count,
  duration,
  outcome,
  quorumText,
  ratioText,
  headlineOf,
  savingsText,
} from "../words";
import { type Output, paintFor, type Paint } from "./paint";
import { table } from "./table";
import { timelineText } from "./timeline-text";

const widest = 140;

/** The report as plain text for a terminal; `report.html` says the same with pictures. */
export function terminalReport(
  report: Report,
  output: Output = process.stdout,
  env: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const paint = paintFor(output, env);
  const { json } = report;
  const findings = json.ok ? paint.green(`✔ ${headlineOf(json)}`) : paint.red(`✘ ${headlineOf(json)}`);
  const sections = [
    [paint.bold(findings)],
    section("Timeline", timelineText(report, Math.min(output.columns ?? 100, widest), paint), paint),
    section(`Change from ${json.change?.from}`, changeLines(json), paint),
    section("Phases", phaseLines(json), paint),
    section(`Critical path of ${json.measuredPhase}`, json.measuredPhase === null ? [] : pathLines(json), paint),
    section("Necessary for a new cluster", necessaryLines(json), paint),
    section("Counts", [countLine(json), ...connectionLine(json)], paint),
    section("Failures", failureLines(json), paint),
    section("Violated invariants", invariantLines(json), paint),
    section(
      "Left behind",
      json.leftovers.map((item) => `  ${item}`),
      paint,
    ),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}

function section(title: string, lines: readonly string[], paint: Paint): string[] {
  return lines.length === 0 ? [] : [paint.bold(title), ...lines];
}

function changeLines({ change, wallSeconds }: ReportJson): string[] {
  if (change === null) return [];
  const { machines, untouched, resources } = change;
  const rows = machines.map((one) => [one.machine, one.effects.join(", "), awayText(one)]);
  const steps = resources.map(({ operation, resource, properties }) => [operation, resource, properties.join(", ")]);
  return [
    ...indented(table(rows)),
    `  nothing happens to: ${untouched.join(", ") || "no machine"}`,
    `  took ${duration(wallSeconds)}; ${quorumText(change)}`,
    ...(steps.length === 0 ? ["  no resource changes"] : indented(table(steps))),
  ];
}

function phaseLines({ phases, totalSeconds }: ReportJson): string[] {
  const rows = phases.map((phase) => [phase.name, duration(phase.seconds), outcome(phase), changesText(phase.changes)]);
  return indented(table([...rows, ["in all", duration(totalSeconds)]]));
}

function pathLines(json: ReportJson): string[] {
  const steps = json.criticalPath.map((step) => [
    duration(step.atSeconds),
    step.machine,
    step.label,
    duration(step.seconds),
    step.waitSeconds >= 0.05 ? `after waiting ${duration(step.waitSeconds)}` : "",
  ]);
  const { wallSeconds, floorSeconds, ratio } = json;
  const sum = `  wall ${duration(wallSeconds)}, floor ${duration(floorSeconds)}, ratio ${ratioText(ratio)}`;
  return [...indented(table(steps)), sum];
}

function necessaryLines({ necessary, wallSeconds }: ReportJson): string[] {
  if (necessary === null) return [];
  const { pieces, seconds, ratio } = necessary;
  const sum = `  wall ${duration(wallSeconds)}, necessary ${duration(seconds)}, ratio ${ratioText(ratio)}`;
  const rows = pieces.map(({ machine, label, floorSeconds }) => [machine, label, duration(floorSeconds)]);
  return [...indented(table(rows)), sum, `  would save at most: ${savingsText(necessary.savings)}`];
}

function countLine({ requests, commands, invariants, seed }: ReportJson): string {
  const kept = invariants.each.filter(({ violations }) => violations === 0).length;
  return `  ${count(requests, "request")}, ${count(commands, "command")}, ${kept} of ${count(invariants.checked, "invariant")} held, seed ${seed}`;
}

/** What a jump host has to bear: sshd turns away from ten logins at once on. */
function connectionLine({ connections }: ReportJson): string[] {
  if (connections === null) return [];
  const { ever, most, refused } = connections;
  const away = refused > 0 ? `, ${refused} refused` : "";
  return [`  ${count(ever, "SSH connection")} at the jump host, ${most} at once${away}`];
}

function failureLines({ phases }: ReportJson): string[] {
  return phases.flatMap((phase) =>
    phase.failures.map(({ machine, step, message }) => {
      const head = [phase.name, machine, step].filter((part) => part !== undefined).join(": ");
      return `  ${head}: ${message.split("\n").join("\n    ")}`;
    }),
  );
}

function invariantLines({ invariants }: ReportJson): string[] {
  return invariants.violations.flatMap(({ atSeconds, invariant, what, why }) => [
    `  ${duration(atSeconds)}  ${invariant}: ${what}`,
    `${" ".repeat(duration(atSeconds).length + 4)}${why}`,
  ]);
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
