import { ManualClock } from "pve-simulator";
import { SimulationLog } from "../../../rehearsal/events";
import { startProgress } from "../../../rehearsal/progress/start-progress";
import { screenOf } from "./screen";

function setup(output: { isTTY?: boolean; columns?: number; rows?: number }, machines: readonly string[] = []) {
  const clock = new ManualClock();
  const events = new SimulationLog(() => clock.now());
  const written: string[] = [];
  const write = (text: string) => void written.push(text);
  const progress = startProgress({ events, clock, machines, output: { ...output, write }, env: { NO_COLOR: "1" } });
  return { clock, events, progress, written: () => written.join("") };
}

test("without a terminal every finished step is one line", async () => {
  const { clock, events, progress, written } = setup({});
  progress.phase("up");
  const work = events.span("valaskjalf-master-1", "rke2-server joined", 12_300, () => clock.sleep(12_300));
  await clock.advance(12_300);
  await work;
  await events
    .span("valaskjalf-worker-1", "boot", 1, () => Promise.reject(new Error("no SSH\nat all")))
    .catch(() => undefined);
  events.emit({ kind: "fault", fault: "never-boots", machine: "valaskjalf-worker-1" });
  progress.note("vmid-once: VMID 1011 twice");
  progress.phaseEnded("failed");
  progress.stop();
  await events.span("valaskjalf-master-1", "unheard", 1, () => Promise.resolve());
  expect(written().split("\n")).toEqual([
    "   0.0 s  up begins",
    "  12.3 s  valaskjalf-master-1  rke2-server joined",
    "  12.3 s  valaskjalf-worker-1  boot failed: no SSH",
    "  12.3 s  valaskjalf-worker-1  fault: never-boots",
    "  12.3 s  vmid-once: VMID 1011 twice",
    "  12.3 s  up ended: failed",
    "",
  ]);
});

test("on a terminal the board shows what every machine is doing", async () => {
  const { clock, events, progress, written } = setup({ isTTY: true, columns: 60, rows: 24 }, ["asgard", "master-1"]);
  progress.phase("up");
  const boot = events.span("master-1", "boot", 2000, () => clock.sleep(2000));
  await events.span("asgard", "download", 0, () => Promise.resolve());
  await clock.advance(1500);
  progress.note("hello");
  expect(screenOf(written())).toEqual([
    "   1.5 s  hello",
    "up  1.5 s  1 of 2 at work",
    "  asgard    ✔ download",
    "  master-1  ⠴ boot 1.5 s",
  ]);
  await clock.advance(500);
  await boot;
  progress.phaseEnded("ok");
  progress.stop();
  expect(screenOf(written())).toEqual(["   1.5 s  hello", "   2.0 s  up  ok"]);
});

test("on a terminal failures and faults stay above the board", async () => {
  const { events, progress, written } = setup({ isTTY: true, columns: 60, rows: 24 });
  progress.phase("up");
  await events.span("master-1", "boot", 0, () => Promise.reject(new Error("no SSH"))).catch(() => undefined);
  expect(screenOf(written())).toEqual([
    "   0.0 s  master-1  boot failed: no SSH",
    "up  0.0 s  0 of 1 at work",
    "  master-1  ✘ boot",
  ]);
  progress.stop();
});

test("hides the cursor while the board is shown, and restores it", () => {
  const { progress, written } = setup({ isTTY: true });
  expect(written()).toBe("\u001b[?25l");
  progress.stop();
  expect(written().endsWith("\u001b[?25h")).toBe(true);
});
