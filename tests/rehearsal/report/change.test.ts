import type { SimulationEvent } from "../../../rehearsal/events";
import { changeIn } from "../../../rehearsal/report/change";
import { buildReport } from "../../../rehearsal/report/report";
import { page } from "../../../rehearsal/report/html/page";
import { terminalReport } from "../../../rehearsal/report/terminal/terminal-report";
import { goodSample } from "./sample-record";

const phase = { beganAt: 1_000, endedAt: 10_000 };
const machine = (at: number, name: string, change: string): SimulationEvent =>
  ({ kind: "machine", at, machine: name, vmId: 1, change }) as SimulationEvent;
const cluster = (at: number, change: string, name?: string): SimulationEvent =>
  ({ kind: "cluster", at, cluster: "one", change, ...(name && { machine: name }) }) as SimulationEvent;

test("a worker that is drained and restarted is down between stop and boot, and cordoned until it is uncordoned", () => {
  const events = [
    cluster(2_000, "node-cordoned", "worker"),
    cluster(2_500, "node-drained", "worker"),
    machine(3_000, "worker", "stopped"),
    machine(3_100, "worker", "config"),
    machine(3_200, "worker", "starting"),
    machine(4_000, "worker", "booted"),
    cluster(5_000, "node-uncordoned", "worker"),
  ];
  expect(changeIn(events, phase, ["worker", "server"])).toEqual({
    machines: [{ machine: "worker", effects: ["drained", "restarted"], awayMs: 1_000, cordonedMs: 3_000 }],
    untouched: ["server"],
    withoutQuorumMs: 0,
    vipMoves: 0,
  });
});

test.each([
  ["created", ["created", "booted"]],
  ["created", ["created", "destroyed", "created", "booted"]],
  ["recreated", ["stopped", "destroyed", "created", "booted"]],
  ["deleted", ["stopped", "destroyed"]],
  ["deleted", ["stopped", "destroyed", "created", "destroyed"]],
  ["reconfigured", ["config"]],
] as const)("a machine is %s by %j", (effect, changes) => {
  const events = changes.map((change, index) => machine(2_000 + index, "worker", change));
  expect(changeIn(events, phase, ["worker"]).machines).toMatchObject([{ effects: [effect] }]);
});

test("what happened before or after the change is none of it", () => {
  const events = [machine(500, "worker", "created"), machine(11_000, "worker", "destroyed")];
  expect(changeIn(events, phase, ["worker"]).untouched).toEqual(["worker"]);
});

test("a quorum that is lost and never regained is lost until the end of the change", () => {
  const events = [
    cluster(2_000, "quorum-lost"),
    cluster(3_000, "quorum-regained"),
    cluster(4_000, "vip-moved", "server"),
    cluster(9_000, "quorum-lost"),
  ];
  expect(changeIn(events, phase, [])).toMatchObject({ withoutQuorumMs: 2_000, vipMoves: 1 });
});

test("terminal and page show what the change does, and measure the run that applied it", () => {
  const record = goodSample().record();
  const name = record.phases.find(({ kind }) => kind === "up")?.name ?? "";
  const steps = [{ operation: "update", resource: "asgard-worker-1-vm", properties: ["memory"] }];
  const change = { phase: name, from: "HEAD:Pulumi.asgard.yaml", machines: ["unknown-worker"], steps };
  const report = buildReport({ ...record, change });
  expect(report.json.measuredPhase).toBe(name);
  for (const text of [terminalReport(report, { columns: 100 }), page(report)]) {
    expect(text).toContain("HEAD:Pulumi.asgard.yaml");
    expect(text).toContain("unknown-worker");
    expect(text).toContain("asgard-worker-1-vm");
    expect(text).toContain("etcd had quorum all the time");
  }
});
