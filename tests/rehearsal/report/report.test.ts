import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { everyInvariant } from "../../../rehearsal/invariants";
import { buildReport } from "../../../rehearsal/report/report";
import type { ReportJson } from "../../../rehearsal/report/report-json";
import { writeReport } from "../../../rehearsal/report/write-report";
import { badSample, goodSample, sampleToken } from "./sample-record";

function inDirectory<T>(use: (directory: string) => T): T {
  const directory = mkdtempSync(join(tmpdir(), "report-"));
  try {
    return use(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

test("report.json of a successful rehearsal says so, with the figures of its up", () => {
  const { json } = buildReport(goodSample().record());
  expect(json).toMatchObject({
    stack: "asgard",
    ok: true,
    measuredPhase: "up",
    invariants: { checked: everyInvariant.length, violations: [] },
    requests: 171,
    commands: 12,
    leftovers: [],
    profile: "fast",
  });
  expect(json.phases.map(({ name, changes, ok }) => [name, changes, ok])).toEqual([
    ["up", { create: 61 }, true],
    ["preview", {}, true],
    ["destroy", { delete: 61 }, true],
  ]);
  expect(json.wallSeconds).toBe(json.phases[0]?.seconds);
  expect(json.ratio).toBeCloseTo(json.wallSeconds / json.floorSeconds, 2);
  expect(json.criticalPath.map(({ floorSeconds }) => floorSeconds).reduce((a, b) => a + b)).toBeCloseTo(
    json.floorSeconds,
  );
});

test("a failed phase, a violated invariant or leftovers make a rehearsal fail", () => {
  const record = badSample();
  const bad = buildReport(record).json;
  expect(bad.ok).toBe(false);
  expect(bad.invariants.violations).toMatchObject([{ invariant: "foreign-untouched", atSeconds: expect.any(Number) }]);
  const innocent = { ...record, leftovers: [], findings: { ...record.findings, violations: [] } };
  expect(buildReport(innocent).json.ok).toBe(false);
  const arranged = innocent.phases.map((phase) => ({ ...phase, expectedToFail: true }));
  expect(buildReport({ ...innocent, phases: arranged }).json.ok).toBe(true);
  expect(buildReport({ ...innocent, phases: [] }).json).toMatchObject({ ok: false, ratio: null, measuredPhase: null });
});

test("writes page, figures, requests and scripts, and no secret in any of them", () => {
  inDirectory((directory) => {
    const record = badSample();
    const request = { method: "GET", path: "/version", params: { q: sampleToken, list: ["a", "b"] }, status: 200 };
    const events = [{ kind: "request", at: 0, ...request } as const, ...record.events];
    writeReport(directory, { ...record, events });
    expect(readdirSync(directory).sort()).toEqual(["report.html", "report.json", "requests.jsonl", "scripts"]);
    const json = JSON.parse(readFileSync(join(directory, "report.json"), "utf8")) as ReportJson;
    expect(json.requests).toBe(172);
    const [first, ...others] = readFileSync(join(directory, "requests.jsonl"), "utf8").trimEnd().split("\n");
    expect(first).toBe(
      '{"method":"GET","path":"/version","params":{"q":"[secret proxmoxToken]","list":["a","b"]},"status":200}',
    );
    expect(others).toHaveLength(171);
    expect(readdirSync(join(directory, "scripts", "valaskjalf-worker-1"))).toEqual([
      "01-join.sh",
      "02-leave.sh",
      "03-join.sh",
    ]);
    for (const file of readdirSync(directory, { recursive: true, withFileTypes: true })) {
      if (file.isFile()) expect(readFileSync(join(file.parentPath, file.name), "utf8")).not.toContain(sampleToken);
    }
  });
});

test("scripts of an earlier rehearsal are removed", () => {
  inDirectory((directory) => {
    writeReport(directory, badSample());
    writeReport(directory, goodSample().record());
    expect(readdirSync(join(directory, "scripts", "valaskjalf-worker-1"))).toEqual(["01-join.sh", "02-leave.sh"]);
  });
});
