import fc from "fast-check";
import { page } from "../../../rehearsal/report/html/page";
import { machineWorks } from "../../../rehearsal/report/machine-works";
import { buildReport } from "../../../rehearsal/report/report";
import { savingsOf } from "../../../rehearsal/report/savings";
import { type MachineWork, scheduled } from "../../../rehearsal/report/schedule";
import { terminalReport } from "../../../rehearsal/report/terminal/terminal-report";
import { spansOf } from "../../../rehearsal/report/timeline";
import { Sample } from "./sample-record";

const machine = (name: string, change: Partial<MachineWork> = {}): MachineWork => ({
  name,
  role: name.startsWith("s") ? "control-plane" : "worker",
  storage: "pve/local-zfs",
  template: { downloads: 10, own: 5 },
  clone: 6,
  hold: 2,
  prepare: { downloads: 8, own: 20 },
  join: { downloads: 0, own: 40 },
  ...change,
});
const today = { lanes: 2, downloads: 1, machines: 1 };
/** Image, template, one clone, its preparation and its join. */
const alone = 15 + 8 + 28 + 40;

test("one machine takes the sum of its pieces", () => {
  expect(scheduled([machine("s1")], today)).toBe(alone);
});

test("further control planes join one after another, and are prepared in the meantime", () => {
  expect(scheduled([machine("s1"), machine("s2"), machine("s3")], today)).toBe(alone + 80);
});

test("workers join side by side", () => {
  expect(scheduled([machine("s1"), machine("w1"), machine("w2"), machine("w3")], today)).toBe(alone + 40);
});

test("many workers on one storage wait for its bandwidth, whatever the number of lanes; two storages halve that", () => {
  const workers = Array.from({ length: 40 }, (_, index) => machine(`w${index}`));
  const onTwo = workers.map((worker, index) => ({
    ...worker,
    storage: index % 2 === 0 ? worker.storage : "pve-2/fast",
  }));
  const last = (first: number) => 15 + first + 39 * 6 + 8 + 28 + 40;
  expect(scheduled([machine("s1"), ...workers], { ...today, lanes: 16 })).toBe(last(8));
  expect(scheduled([machine("s1"), ...onTwo], today)).toBe(15 + 8 + 19 * 6 + 8 + 28 + 40);
});

test("with one lane the next clone waits until the previous one has started", () => {
  const workers = Array.from({ length: 10 }, (_, index) => machine(`w${index}`));
  expect(scheduled([machine("s1"), ...workers], { ...today, lanes: 1 })).toBe(15 + 11 * 8 + 28 + 40);
});

test("shows what each of three changes would save", () => {
  const workers = Array.from({ length: 10 }, (_, index) => machine(`w${index}`));
  expect(savingsOf([machine("s1"), ...workers], 1)).toEqual([
    { change: "machines twice as fast", ms: 2.5 + 10 + 20 },
    { change: "2 clone lanes instead of 1", ms: 18 },
    { change: "a mirror next door", ms: 18 },
  ]);
});

test("no change costs time, and all together save at most the total", () => {
  const work = fc.record({ downloads: fc.nat(100), own: fc.nat(100) });
  const any = fc.record({
    name: fc.constantFrom("s", "w"),
    role: fc.constantFrom("control-plane" as const, "worker" as const),
    storage: fc.constantFrom("pve/local-zfs", "pve-2/fast"),
    template: work,
    clone: fc.nat(100),
    hold: fc.nat(100),
    prepare: work,
    join: work,
  });
  fc.assert(
    fc.property(fc.array(any), fc.integer({ min: 1, max: 16 }), (machines, lanes) => {
      const whole = scheduled(machines, { ...today, lanes });
      for (const { ms } of savingsOf(machines, lanes)) {
        expect(ms).toBeGreaterThanOrEqual(-1e-9);
        expect(ms).toBeLessThanOrEqual(whole + 1e-9);
      }
    }),
  );
});

/** One machine on its way to a cluster of its own. */
function firstMachine() {
  const sample = new Sample();
  const name = sample.plan.nodes[0]?.name ?? "";
  const image = sample.work("asgard", "download", 0, 200);
  const template = sample.work("pkr-ubuntu-noble-1", "create", image, 140);
  const cloned = sample.work(name, "clone", template, 160);
  const started = sample.work(name, "start", cloned, 30);
  const booted = sample.work(name, "boot", started, 250);
  const fetched = sample.work(name, "download rke2.linux-amd64.tar.gz", booted, 100);
  sample.work(name, "rke2-server start: initialize", fetched, 700);
  sample.log.emit({ kind: "cluster", change: "initialized", cluster: "a", machine: name });
  return { name, record: sample.phase("up", "up", 0, { create: 9 }).record() };
}

test("reads what each machine did from a rehearsal", () => {
  const { name, record } = firstMachine();
  const { events, phases, plan } = record;
  const window = phases[0] ?? { beganAt: 0, endedAt: 0 };
  expect(machineWorks(spansOf(events), events, window, plan)).toEqual([
    {
      name,
      role: "control-plane",
      storage: "asgard/local-zfs",
      template: { downloads: 200, own: 140 },
      clone: 160,
      hold: 30,
      prepare: { downloads: 100, own: 250 },
      join: { downloads: 0, own: 700 },
    },
  ]);
});

test("is shown below the necessary chain, on a terminal and on the page", () => {
  const report = buildReport(firstMachine().record);
  const said = "machines twice as fast 0.55 s, 4 clone lanes instead of 3 nothing, a mirror next door 0.30 s";
  expect(terminalReport(report, {}, {})).toContain(`would save at most: ${said}`);
  expect(page(report)).toContain(`at most would save: ${said}`);
});
