import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { SimulationLog } from "../../rehearsal/events";
import { parseFault } from "../../scripts/rehearsal/fault-argument";
import { armKillSwitch, killFaults } from "../../scripts/rehearsal/kill-switch";

type Process = ChildProcess & { pid: number };

/** Something to kill, in an engine's place: it would run for ever. */
function anEngine(): Process {
  return spawn(process.execPath, ["-e", "setInterval(() => {}, 1e6)"]) as Process;
}

test("an engine is killed once: its earlier requests trigger nothing, and the next kill is for the next engine", async () => {
  const events = new SimulationLog(() => 0);
  const engines = [anEngine(), anEngine()] as const;
  const pulumi = { updatePid: engines[0].pid };
  const faults = ["pulumi-killed:pve/download", "pulumi-killed:POST /cluster/mapping/pci"].map(parseFault);
  armKillSwitch(killFaults(faults), events, pulumi);
  const granted = { kind: "request", method: "POST", path: "/cluster/mapping/pci", params: {}, status: 200 } as const;
  const ended = engines.map((engine) => once(engine, "exit"));

  events.emit({ kind: "span", id: 1, machine: "pve", label: "download", beganAt: 0, latencyMs: 1 });
  events.emit(granted);
  await ended[0];
  expect(engines[1].exitCode ?? engines[1].signalCode).toBeNull();
  pulumi.updatePid = engines[1].pid;
  events.emit(granted);
  await ended[1];

  const struck = events.all.flatMap((event) => (event.kind === "fault" ? [event.fault] : []));
  expect(struck).toEqual(["pulumi-killed at download", "pulumi-killed at POST /cluster/mapping/pci"]);
});
