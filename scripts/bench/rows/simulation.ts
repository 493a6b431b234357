import { join } from "node:path";
import { machinesAlone } from "../machines-alone";
import type { Simulation } from "../../../rehearsal/start-simulation";
import { planOf } from "../../engine/plan-of";
import { type BareSimulation, startBareSimulation } from "../bare-simulation";
import { repeat, timed } from "../command";
import { openRehearsal, well } from "../engine";
import type { Bench, Measurement, Row } from "../row";
import { watchTree } from "../watch-tree";
import type { ClientAnswer, ClientOrder } from "../simulation-client";

const machines = [1001, 1002, 1003, 1011, 1012, 1013];

/**
 * What the simulated host can serve: a client in another process asks as fast as it can over eight connections that stay
 * open, in the mix the provider asks in. And what the simulation costs while asgard comes up, beside the engine.
 */
export const simulationRow: Row = {
  name: "simulation",
  about: "requests a second the simulated host can serve, and its share of up's CPU",
  async measure(bench) {
    const stackFile = machinesAlone(bench.repository, "asgard");
    const bare = await startBareSimulation(planOf(stackFile, "bench-simulation"), bench.directory);
    try {
      const order = { ...(await orderFor(bare)), connections: 8, seconds: 4 };
      const served = await repeat(3, () => serve(bench, bare.simulation, order));
      return [...throughput(served), ...(await shareOfUp(bench, stackFile))];
    } finally {
      await bare.simulation.close();
    }
  },
};

interface Served {
  readonly perSecond: number;
  /** Requests for every second that the simulation's process had a core. */
  readonly perCpuSecond: number;
}

/** Six stopped clones; their status, configuration and the last task, as often as the provider wants each. */
async function orderFor({ simulation, client }: BareSimulation): Promise<Omit<ClientOrder, "connections" | "seconds">> {
  const qemu = "/nodes/asgard/qemu";
  for (const id of machines) await client.task("POST", `${qemu}/90001/clone?newid=${id}&full=1&storage=local-zfs`);
  const polled = simulation.proxmox.requests.flatMap(({ path }) => /\/tasks\/(.+)\/status$/.exec(path)?.[1] ?? []);
  const task = `/nodes/asgard/tasks/${encodeURIComponent(polled.at(-1) ?? "")}/status`;
  const paths = machines.flatMap((id) => {
    const status = `${qemu}/${id}/status/current`;
    return [task, status, task, `${qemu}/${id}/config`, status, task];
  });
  return {
    endpoint: simulation.proxmox.endpoint,
    apiToken: simulation.credentials.apiToken,
    caPem: simulation.proxmox.caPem,
    paths,
  };
}

async function serve({ repository }: Bench, simulation: Simulation, order: ClientOrder): Promise<Served> {
  const client = join(__dirname, "..", "simulation-client.ts");
  const args = ["--require", "ts-node/register", client];
  const before = process.cpuUsage();
  const { stdout } = await timed(process.execPath, args, { cwd: repository, stdin: JSON.stringify(order) });
  const { user, system } = process.cpuUsage(before);
  const { requests, failed, seconds } = JSON.parse(stdout) as ClientAnswer;
  if (failed > 0) throw new Error(`${failed} of ${requests} requests failed`);
  if (simulation.proxmox.requests.length < requests) throw new Error("the simulation did not record every request");
  return { perSecond: requests / seconds, perCpuSecond: requests / ((user + system) / 1e6) };
}

function throughput(served: readonly Served[]): Measurement[] {
  return [
    {
      what: "PVE requests served",
      unit: "/s",
      target: { atLeast: 1000 },
      samples: served.map(({ perSecond }) => perSecond),
    },
    { what: "  for each second of its CPU", unit: "/s", samples: served.map(({ perCpuSecond }) => perCpuSecond) },
  ];
}

async function shareOfUp(bench: Bench, stackFile: string): Promise<Measurement[]> {
  const rehearsal = await openRehearsal(bench, { stack: "bench-simulation-up", stackFile });
  try {
    const before = process.cpuUsage();
    const watch = watchTree(() => rehearsal.pulumi.pid);
    well(await rehearsal.up().finally(() => watch.stop()));
    const { user, system } = process.cpuUsage(before);
    const { cpuSeconds: engine, lookingSeconds } = watch.stop();
    if (engine === 0) return [];
    const simulation = (user + system) / 1e6 - lookingSeconds;
    const note = `${simulation.toFixed(1)} s of the simulation (host, machines, cluster, invariants), ${engine.toFixed(1)} s of the engine`;
    return [
      {
        what: "  the simulation's share of up's CPU",
        unit: "%",
        samples: [(100 * simulation) / (simulation + engine)],
        note,
      },
    ];
  } finally {
    await rehearsal.close();
  }
}
