import type { Report } from "../report";
import type { ReportJson } from "../report-json";
import type { RanScript } from "../scripts";
import { changesText, duration, outcome, ratioText, savingsText } from "../words";
import { escape } from "./escape";
import { code, htmlTable } from "./html-table";

/** The parts of the page below the timeline; each is empty when there is nothing to say. */

export function phasesSection({ phases }: ReportJson): string {
  const rows = phases.map((phase) => [
    { markup: `<b>${escape(phase.name)}</b>` },
    { markup: `<span class="${phase.ok || phase.expectedToFail ? "good" : "bad"}">${escape(outcome(phase))}</span>` },
    changesText(phase.changes),
    duration(phase.seconds),
    duration(phase.floorSeconds),
    ratioText(phase.ratio),
  ]);
  const numbers = ["wall", "floor", "ratio"].map((title) => ({ title, isNumber: true }));
  const columns = [{ title: "phase" }, { title: "outcome" }, { title: "resources" }, ...numbers];
  return section("phases", "Phases", htmlTable(columns, rows));
}

export function failuresSection({ phases }: ReportJson): string {
  const items = phases.flatMap((phase) =>
    phase.failures.map(({ machine, step, message }) => {
      const head = [phase.name, machine, step].filter((part) => part !== undefined).join(" · ");
      return `<li><b>${escape(head)}</b><code class="why">${escape(message).replaceAll("\n", "<br>")}</code></li>`;
    }),
  );
  return items.length === 0 ? "" : section("failures", "Failures", list(items));
}

export function criticalPathSection({ criticalPath, measuredPhase, ...json }: ReportJson): string {
  if (measuredPhase === null || criticalPath.length === 0) return "";
  const rows = criticalPath.map((step) => [
    duration(step.atSeconds),
    step.machine,
    step.label,
    step.waitSeconds < 0.05 ? "" : duration(step.waitSeconds),
    duration(step.seconds),
    duration(step.floorSeconds),
  ]);
  const names = ["began", "machine", "work", "waited before", "took", "floor"];
  const columns = names.map((title) => ({ title, isNumber: title !== "machine" && title !== "work" }));
  const note =
    `The chain of work that determined how long ${measuredPhase} took. Its floor, ${duration(json.floorSeconds)}, is the time ` +
    `the steps take according to the profile; the rest of ${duration(json.wallSeconds)} is the program, the engine and the provider: ` +
    "computing, polling, waiting for locks. Causes are tracked per machine, so the chain may include a step that nothing waited for.";
  return section("path", "Critical path", `<p class="note">${escape(note)}</p>${htmlTable(columns, rows)}`);
}

export function necessarySection({ necessary, wallSeconds }: ReportJson): string {
  if (necessary === null) return "";
  const rows = necessary.pieces.map(({ machine, label, floorSeconds }) => [machine, label, duration(floorSeconds)]);
  const columns = [{ title: "machine" }, { title: "work" }, { title: "floor", isNumber: true }];
  const note =
    `No order of work makes this cluster in less than ${duration(necessary.seconds)}: the image, a template, one machine that ` +
    `initializes the cluster, and the joins that must come one by one. It took ${duration(wallSeconds)}, ` +
    `${ratioText(necessary.ratio)} times as long. By the profile and at most would save: ${savingsText(necessary.savings)}.`;
  return section(
    "necessary",
    "Necessary for a new cluster",
    `<p class="note">${escape(note)}</p>${htmlTable(columns, rows)}`,
  );
}

export function invariantsSection({ invariants }: ReportJson): string {
  const items = invariants.each.map(({ name, description, violations }) => {
    const tick = violations === 0 ? '<span class="good">✔</span>' : '<span class="bad">✘</span>';
    return `<li class="invariant" data-invariant="${escape(name)}">${tick}<span>${escape(description)}<code>${escape(name)}</code></span></li>`;
  });
  return items.length === 0 ? "" : section("invariants", "Invariants", list(items));
}

export function violationsSection({ invariants }: ReportJson): string {
  const items = invariants.violations.map(
    ({ invariant, atSeconds, what, why }) =>
      `<li data-violations="${escape(invariant)}"><b class="bad">${escape(what)}</b> ` +
      `<span class="why">at ${duration(atSeconds)} · <code>${escape(invariant)}</code> · ${escape(why)}</span></li>`,
  );
  return items.length === 0 ? "" : section("violations", "Violated invariants", list(items));
}

export function leftoversSection({ leftovers }: ReportJson): string {
  const items = leftovers.map((item) => `<li>${escape(item)}</li>`);
  return items.length === 0 ? "" : section("leftovers", "Left behind", list(items));
}

export function requestsSection({ requestsByEndpoint }: ReportJson): string {
  if (requestsByEndpoint.length === 0) return "";
  const rows = requestsByEndpoint.map(({ endpoint, requests, refused }) => [
    code(endpoint),
    String(requests),
    refused === 0 ? "" : String(refused),
  ]);
  const numbers = ["requests", "refused"].map((title) => ({ title, isNumber: true }));
  return section("requests", "Requests to Proxmox", htmlTable([{ title: "endpoint" }, ...numbers], rows));
}

/** As an image of its own, so that neither style sheet meddles with the other. */
export function topologySection({ topologySvg, json }: Report): string {
  if (topologySvg === undefined) return "";
  const source = `data:image/svg+xml;base64,${Buffer.from(topologySvg).toString("base64")}`;
  const alt = `Hosts and machines of ${json.stack}`;
  return section("topology", "What was built", `<img class="topology" alt="${escape(alt)}" src="${source}">`);
}

export function scriptsSection({ scripts }: Report): string {
  if (scripts.length === 0) return "";
  const machines = [...new Set(scripts.map(({ machine }) => machine))];
  const lists = machines.map((machine) => {
    const links = scripts.filter((script) => script.machine === machine).map(scriptLink);
    return `<section><h3>${escape(machine)}</h3>${links.join("")}</section>`;
  });
  const note = '<p class="note">Each as it ran, secrets masked.</p>';
  return section("scripts", "Scripts", `${note}<div class="card scripts">${lists.join("\n")}</div>`);
}

function scriptLink({ file, exitCode }: RanScript): string {
  const name = file.slice(file.indexOf("/") + 1);
  const href = file.split("/").map(encodeURIComponent).join("/");
  const end = exitCode === 0 ? "" : ` <b class="bad">${exitCode === undefined ? "cut off" : `exit ${exitCode}`}</b>`;
  return `<a class="mono" href="scripts/${escape(href)}">${escape(name)}${end}</a>`;
}

function section(id: string, title: string, content: string): string {
  return `<section id="${id}">\n<h2>${escape(title)}</h2>\n${content}\n</section>`;
}

function list(items: readonly string[]): string {
  return `<ul class="plain card">\n${items.join("\n")}\n</ul>`;
}
