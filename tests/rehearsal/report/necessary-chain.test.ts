import { necessaryChain } from "../../../rehearsal/report/necessary-chain";
import type { SimulationEvent } from "../../../rehearsal/events";
import type { Span } from "../../../rehearsal/report/timeline";

const span = (machine: string, label: string, beganAt: number, seconds: number): Span => ({
  id: beganAt,
  machine,
  label,
  beganAt,
  endedAt: beganAt + seconds * 1000,
  latencyMs: seconds * 1000,
});

const change = (change: "initialized" | "server-joined" | "agent-joined", machine: string, at: number) =>
  ({ kind: "cluster", at, cluster: "a", change, machine }) satisfies SimulationEvent;

/** A first server, a second one whose clone waits for the first to be initialized, and a worker. */
const spans = [
  span("pve", "download", 0, 10),
  span("s1", "clone", 10_000, 5),
  span("s1", "start: initialize", 15_000, 60),
  span("s2", "clone", 75_000, 5),
  span("s2", "start: join", 80_000, 40),
  span("w1", "clone", 16_000, 5),
  span("w1", "start", 75_000, 30),
];
const events = [change("initialized", "s1", 50_000), change("agent-joined", "w1", 105_001)];
const joined = change("server-joined", "s2", 119_000);
const window = { beganAt: 0, endedAt: 125_000 };
const labels = (log: readonly SimulationEvent[]) =>
  necessaryChain(spans, log, window, (a, b) => a === b || a === "pve")?.spans.map(
    ({ machine, label }) => `${machine} ${label}`,
  );

const first = ["pve download", "s1 clone", "s1 start: initialize"];

test("has the path to the first control plane and the joins of the others, but not their clones", () => {
  expect(labels([...events, joined])).toEqual([...first, "s2 start: join"]);
});

test("has the longest worker join if no control plane's join takes longer", () => {
  expect(labels(events)).toEqual([...first, "w1 start"]);
});

test("takes as long as its pieces", () => {
  expect(necessaryChain(spans, [...events, joined], window, () => true)?.floorMs).toBe(115_000);
});

test("is absent for a run that initialized nothing", () => {
  expect(labels([joined])).toBeUndefined();
});
