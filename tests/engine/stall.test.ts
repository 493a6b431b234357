import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { SimulationLog } from "../../rehearsal/events";
import { armStallWatch } from "../../scripts/rehearsal/stall-watch";

let engine: ChildProcess;
let said: string[];
let events: SimulationLog;
let disarm: () => void;

beforeEach(() => {
  jest.useFakeTimers();
  engine = spawn(process.execPath, ["-e", "setInterval(() => undefined, 1000)"]);
  said = [];
  events = new SimulationLog(() => 0);
  disarm = armStallWatch(events, { updatePid: engine.pid }, 60, (line) => said.push(line));
});
afterEach(() => {
  disarm();
  jest.useRealTimers();
  engine.kill("SIGKILL");
});

test("an engine in a stalled simulation is ended, and that is reported", async () => {
  jest.advanceTimersByTime(60_000);
  expect(await once(engine, "exit")).toEqual([null, "SIGKILL"]);
  expect(said).toEqual(["nothing has happened for 60 s: the engine is stopped"]);
});

test("the engine is left alone as long as something happens", () => {
  for (let i = 0; i < 5; i++) {
    jest.advanceTimersByTime(59_000);
    events.emit({ kind: "fault", fault: "a sign of life" });
  }
  expect(said).toEqual([]);
});

test("a service in an endless restart loop keeps no engine alive", async () => {
  for (let i = 0; i < 2; i++) {
    jest.advanceTimersByTime(30_000);
    events.emit({
      kind: "service",
      machine: "worker-1",
      unit: "rke2-agent.service",
      journal: "Scheduled restart job.",
    });
  }
  expect(await once(engine, "exit")).toEqual([null, "SIGKILL"]);
});
