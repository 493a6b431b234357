import type { ReportJson } from "../report-json";
import { awayText, duration, quorumText } from "../words";
import { escape } from "./escape";
import { code, htmlTable } from "./html-table";

/** What applying the stack file to the cluster of an earlier one did; empty where none was asked for. */
export function changeSection({ change, wallSeconds }: ReportJson): string {
  if (change === null) return "";
  const { from, machines, untouched, resources } = change;
  const note =
    `The stack file as it is now was applied to the cluster of ${from} in ${duration(wallSeconds)}; ${quorumText(change)}. ` +
    `Nothing happens to ${untouched.join(", ") || "no machine"}.`;
  const touched = machines.map((one) => [one.machine, one.effects.join(", "), awayText(one)]);
  const steps = resources.map(({ operation, resource, properties }) => [
    operation,
    code(resource),
    properties.join(", "),
  ]);
  const columns = (...titles: string[]) => titles.map((title) => ({ title }));
  return `<section id="change">
<h2>What the change does</h2>
<p class="note">${escape(note)}</p>
${touched.length === 0 ? "" : htmlTable(columns("machine", "what happens", "away"), touched)}
${steps.length === 0 ? "" : htmlTable(columns("operation", "resource", "properties"), steps)}
</section>`;
}
