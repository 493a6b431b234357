import type { ReportedChange, ReportJson, ReportPhase } from "./report-json";

/** Wording that terminal and page share. */

/** `1.52 s`, `15.2 s`, `2 min 05 s`. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(seconds < 9.995 ? 2 : 1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString("en-US")} ${number === 1 ? one : many}`;
}

/** What came of the rehearsal, in one sentence. */
export function headlineOf(json: ReportJson): string {
  if (json.ok) {
    const faults = json.faults.length > 0 ? ` despite ${count(json.faults.length, "fault")}` : "";
    return `${json.stack} passed its rehearsal${faults}: every invariant held, nothing left behind`;
  }
  const failed = json.phases.filter((phase) => !phase.ok && !phase.expectedToFail).map(({ name }) => name);
  const wrong = [
    ...(json.phases.length === 0 ? ["nothing ran"] : []),
    ...(failed.length > 0 ? [`${failed.join(", ")} failed`] : []),
    ...(json.invariants.violations.length > 0 ? [count(json.invariants.violations.length, "violated invariant")] : []),
    ...(json.leftovers.length > 0 ? [`${count(json.leftovers.length, "leftover")}`] : []),
  ];
  return `${json.stack} did not pass: ${wrong.join(", ")}`;
}

/** `create 41, update 2`, or `no change`. */
export function changesText(changes: ReportPhase["changes"]): string {
  const told = Object.entries(changes).filter(([operation, number]) => operation !== "same" && number > 0);
  return told.length === 0 ? "no change" : told.map(([operation, number]) => `${operation} ${number}`).join(", ");
}

export function ratioText(ratio: number | null): string {
  return ratio === null ? "–" : ratio.toFixed(2);
}

/** How one phase ended, in a word or two. */
export function outcome({ ok, expectedToFail }: Pick<ReportPhase, "ok" | "expectedToFail">): string {
  if (ok) return "ok";
  return expectedToFail ? "failed as expected" : "failed";
}

/** `machines twice as fast 92.0 s, 4 clone lanes instead of 3 nothing …`. */
export function savingsText(savings: readonly { readonly change: string; readonly seconds: number }[]): string {
  return savings.map(({ change, seconds }) => `${change} ${seconds < 0.05 ? "nothing" : duration(seconds)}`).join(", ");
}

/** How long a machine did not run, and how long its node took no new pods. */
export function awayText({ awaySeconds, cordonedSeconds }: ReportedChange["machines"][number]): string {
  return [
    ...(awaySeconds > 0 ? [`down for ${duration(awaySeconds)}`] : []),
    ...(cordonedSeconds > 0 ? [`cordoned for ${duration(cordonedSeconds)}`] : []),
  ].join(", ");
}

/** Whether the API could be used all the time. */
export function quorumText({ withoutQuorumSeconds, vipMoves }: ReportedChange): string {
  const quorum =
    withoutQuorumSeconds === 0
      ? "etcd had quorum all the time"
      : `etcd was without quorum for ${duration(withoutQuorumSeconds)}`;
  return vipMoves === 0 ? quorum : `${quorum}, and the VIP moved ${count(vipMoves, "time")}`;
}
