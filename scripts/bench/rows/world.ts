import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { World } from "../../../rehearsal/start-world";
import { planOf } from "../../engine/plan-of";
import { type BareWorld, startBareWorld } from "../bare-world";
import { repeat, timed } from "../command";
import { openRehearsal, well } from "../engine";
import type { Bench, Measurement, Row } from "../row";
import { watchTree } from "../watch-tree";
import type { ClientAnswer, ClientOrder } from "../world-client";

const machines = [1001, 1002, 1003, 1011, 1012, 1013];

/**
 * What the simulated host can serve: a client in another process asks as fast as it can over eight connections that stay
 * open, in the mix the provider asks in. And what the world costs while asgard comes up, beside the engine.
 */
export const worldRow: Row = {
  name: "world",
  about: "requests a second the simulated host can serve, and its share of up's CPU",
  async measure(bench) {
    const stackFile = readFileSync(join(bench.repository, "Pulumi.asgard.yaml"), "utf8");
    const bare = await startBareWorld(planOf(stackFile, "bench-world"), bench.directory);
    try {
      const order = { ...(await orderFor(bare)), connections: 8, seconds: 4 };
      const served = await repeat(3, () => serve(bench, bare.world, order));
      return [...throughput(served), ...(await shareOfUp(bench, stackFile))];
    } finally {
      await bare.world.close();
    }
  },
};

interface Served {
  readonly perSecond: number;
  /** Requests for every second that the world's process had a core. */
  readonly perCpuSecond: number;
}

/** Six stopped clones; their status, configuration and the last task, as often as the provider wants each. */
async function orderFor({ world, client }: BareWorld): Promise<Omit<ClientOrder, "connections" | "seconds">> {
  const qemu = "/nodes/asgard/qemu";
  for (const id of machines) await client.task("POST", `${qemu}/90001/clone?newid=${id}&full=1&storage=local-zfs`);
  const polled = world.proxmox.requests.flatMap(({ path }) => /\/tasks\/(.+)\/status$/.exec(path)?.[1] ?? []);
  const task = `/nodes/asgard/tasks/${encodeURIComponent(polled.at(-1) ?? "")}/status`;
  const paths = machines.flatMap((id) => {
    const status = `${qemu}/${id}/status/current`;
    return [task, status, task, `${qemu}/${id}/config`, status, task];
  });
  return { endpoint: world.proxmox.endpoint, apiToken: world.credentials.apiToken, caPem: world.proxmox.caPem, paths };
}

async function serve({ repository }: Bench, world: World, order: ClientOrder): Promise<Served> {
  const client = join(__dirname, "..", "world-client.ts");
  const args = ["--require", "ts-node/register", client];
  const before = process.cpuUsage();
  const { stdout } = await timed(process.execPath, args, { cwd: repository, stdin: JSON.stringify(order) });
  const { user, system } = process.cpuUsage(before);
  const { requests, failed, seconds } = JSON.parse(stdout) as ClientAnswer;
  if (failed > 0) throw new Error(`${failed} of ${requests} requests failed`);
  if (world.proxmox.requests.length < requests) throw new Error("the world did not record every request");
  return { perSecond: requests / seconds, perCpuSecond: requests / ((user + system) / 1e6) };
}

function throughput(served: readonly Served[]): Measurement[] {
  return [
    {
      ...{ what: "PVE requests served", unit: "/s", target: { atLeast: 1000 } },
      samples: served.map(({ perSecond }) => perSecond),
    },
    { what: "  for each second of its CPU", unit: "/s", samples: served.map(({ perCpuSecond }) => perCpuSecond) },
  ];
}

async function shareOfUp(bench: Bench, stackFile: string): Promise<Measurement[]> {
  const rehearsal = await openRehearsal(bench, { stack: "bench-world-up", stackFile });
  try {
    const before = process.cpuUsage();
    const watch = watchTree(() => rehearsal.pulumi.pid);
    well(await rehearsal.up().finally(() => watch.stop()));
    const { user, system } = process.cpuUsage(before);
    const { cpuSeconds: engine, lookingSeconds } = watch.stop();
    if (engine === 0) return [];
    const world = (user + system) / 1e6 - lookingSeconds;
    const note = `${world.toFixed(1)} s of the world (host, machines, cluster, laws), ${engine.toFixed(1)} s of the engine`;
    return [{ what: "  the world's share of up's CPU", unit: "%", samples: [(100 * world) / (world + engine)], note }];
  } finally {
    await rehearsal.close();
  }
}
