import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { everyInvariant } from "../../../rehearsal/invariants";
import { page } from "../../../rehearsal/report/html/page";
import { buildReport } from "../../../rehearsal/report/report";
import { type Visit, visit } from "./chromium";
import { badSample, goodSample, sampleToken } from "./sample-record";

const topologySvg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="4"/></svg>';

async function open(html: string): Promise<Visit> {
  const directory = mkdtempSync(join(tmpdir(), "page-"));
  try {
    const file = join(directory, "report.html");
    writeFileSync(file, html);
    return await visit(pathToFileURL(file).href);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const occurrences = (text: string, part: string | RegExp) => text.split(part).length - 1;

describe("in headless Chromium", () => {
  jest.setTimeout(120_000);

  test("a successful rehearsal's page shows everything and fetches nothing", async () => {
    const report = buildReport({ ...goodSample().record(), topologySvg });
    const { dom, requests } = await open(page(report));
    expect(requests).toEqual([]);
    expect(dom).toContain('<html lang="en" data-ok="true">');
    expect(dom).toContain('<span class="verdict good">passed</span>');
    for (const { machine } of report.timeline.lanes) expect(dom).toContain(`<g data-machine="${machine}">`);
    const spans = report.timeline.lanes.flatMap(({ rows }) => rows.flat());
    expect(occurrences(dom, "data-span=")).toBe(spans.length);
    expect(occurrences(dom, /<g class="bar \w+ critical"/)).toBe(report.json.criticalPath.length);
    for (const { name, description } of everyInvariant) {
      expect(dom).toContain(
        `<li class="invariant" data-invariant="${name}"><span class="good">✔</span><span>${description}<code>`,
      );
    }
    expect(occurrences(dom, /href="scripts\/[\w-]+\/\d\d-\w+\.sh"/)).toBe(report.scripts.length);
    const picture = Buffer.from(topologySvg).toString("base64");
    expect(dom).toContain(`alt="Hosts and machines of asgard" src="data:image/svg+xml;base64,${picture}"`);
    for (const id of ["violations", "failures", "leftovers"]) expect(dom).not.toContain(`<section id="${id}">`);
  });

  test("a failed rehearsal's page marks every incident, and shows no secret", async () => {
    const { dom, requests } = await open(page(buildReport(badSample())));
    expect(requests).toEqual([]);
    expect(dom).toContain('data-ok="false"');
    expect(dom).toContain('<li data-violations="foreign-untouched">');
    expect(dom).toContain('data-invariant="foreign-untouched"><span class="bad">✘</span>');
    expect(occurrences(dom, '<g class="mark fault">')).toBe(1);
    expect(occurrences(dom, '<g class="mark violations">')).toBe(1);
    expect(dom).toContain("token was [secret proxmoxToken] &lt;&amp;&gt;");
    expect(dom).not.toContain(sampleToken);
  });

  test("a page that fetches something would be noticed", async () => {
    const { requests } = await open('<img src="http://example.invalid/pixel.png">');
    expect(requests).toEqual(["GET http://example.invalid/pixel.png HTTP/1.1"]);
  });
});

test("text from the simulation cannot become markup", () => {
  const sample = goodSample();
  sample.work('<script>alert("x")</script>', "<b>bold</b>", sample.now, 500);
  const html = page(buildReport(sample.record({ stack: '"><img src=x>' })));
  expect(html).not.toMatch(/<script|<img|<b>bold/);
});

test("the page has a policy against fetching, and links only into its own folder", () => {
  const html = page(buildReport(badSample()));
  expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`);
  expect(html).not.toMatch(/https?:\/\//);
  const links = [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href);
  expect(links.filter((href) => !/^(report\.json|requests\.jsonl|scripts\/)/.test(href ?? ""))).toEqual([]);
});
