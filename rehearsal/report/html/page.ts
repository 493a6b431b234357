import type { Report } from "../report";
import type { ReportJson } from "../report-json";
import { count, duration, ratioText, headlineOf } from "../words";
import { escape } from "./escape";
import { changeSection } from "./change-section";
import { platformSection } from "./platform-section";
import {
  violationsSection,
  criticalPathSection,
  necessarySection,
  failuresSection,
  invariantsSection,
  leftoversSection,
  phasesSection,
  requestsSection,
  scriptsSection,
  topologySection,
} from "./sections";
import { style } from "./style";
import { timelineSvg } from "./timeline-svg";
import { trades } from "./trade";

/** The whole report as one page that fetches nothing: its own policy forbids it to. */
export function page(report: Report): string {
  const { json } = report;
  return `<!doctype html>
<html lang="en" data-ok="${json.ok}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>Rehearsal of ${escape(json.stack)}: ${json.ok ? "passed" : "failed"}</title>
<style>${style}</style>
</head>
<body>
<main>
${header(json)}
${violationsSection(json)}
${failuresSection(json)}
${leftoversSection(json)}
${changeSection(json)}
<section id="timeline">
<h2>Timeline</h2>
<div class="card">${timelineSvg(report)}</div>
${legend()}
</section>
${phasesSection(json)}
${criticalPathSection(json)}
${necessarySection(json)}
${topologySection(report)}
${platformSection(report)}
<div class="columns">
${invariantsSection(json)}
${requestsSection(json)}
</div>
${scriptsSection(report)}
${footer(json)}
</main>
</body>
</html>
`;
}

function header(json: ReportJson): string {
  const findings = json.ok ? '<span class="verdict good">passed</span>' : '<span class="verdict bad">failed</span>';
  const kept = json.invariants.each.filter(({ violations }) => violations === 0).length;
  const measured = json.measuredPhase ?? "up";
  const figures: [name: string, value: string, isBad?: boolean][] = [
    ["in all", duration(json.totalSeconds)],
    [measured, duration(json.wallSeconds)],
    [`floor of ${measured}`, duration(json.floorSeconds)],
    ["wall / floor", ratioText(json.ratio)],
    ["invariants held", `${kept} of ${json.invariants.checked}`, kept < json.invariants.checked],
    ["requests", json.requests.toLocaleString("en-US")],
    ["commands", json.commands.toLocaleString("en-US")],
    ["left behind", String(json.leftovers.length), json.leftovers.length > 0],
  ];
  return `<header>
<p class="kicker">Rehearsal of <b>${escape(json.stack)}</b> on a simulated Proxmox host, profile ${escape(json.profile)}, seed ${json.seed} ${findings}</p>
<h1>${escape(headlineOf(json))}</h1>
${faultsLine(json)}
<div class="figures">
${figures.map(figure).join("\n")}
</div>
</header>`;
}

function figure([name, value, isBad]: readonly [string, string, boolean?]): string {
  return `<div><dl><dt>${escape(name)}</dt><dd${isBad === true ? ' class="bad"' : ""}>${escape(value)}</dd></dl></div>`;
}

function faultsLine({ faults }: ReportJson): string {
  if (faults.length === 0) return "";
  const named = faults.map((fault) => `<code>${escape(fault)}</code>`).join(", ");
  return `<p class="kicker">With ${count(faults.length, "injected fault")}: ${named}</p>`;
}

function legend(): string {
  const colours = Object.entries(trades).map(
    ([trade, name]) => `<span><i style="background:var(--${trade})"></i>${escape(name)}</span>`,
  );
  const path = '<span><i style="border:2px solid var(--path)"></i>critical path</span>';
  const signs =
    '<span><b style="color:var(--fault)">▲</b> fault</span><span><b class="bad">✕</b> violated invariant</span>';
  return `<p class="legend">${[...colours, path, signs].join("")}</p>`;
}

function footer({ versions }: ReportJson): string {
  const named = Object.entries(versions).map(([name, version]) => escape(`${name} ${version}`));
  const data =
    'The data: <a href="report.json">report.json</a>, <a href="requests.jsonl">requests.jsonl</a>, <a href="scripts/">scripts</a>.';
  return `<footer><p>${data}</p>${named.length === 0 ? "" : `<p>${named.join(" · ")}</p>`}</footer>`;
}
