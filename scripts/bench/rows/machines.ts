import { machinesAlone } from "../machines-alone";
import { withPrefix } from "../../../model/address";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { nodeVmInputs } from "../../../components/node-vm-inputs";
import type { NodePlan } from "../../../model/cluster-plan";
import type { StackPlan } from "../../../distributions/distribution";
import type { Simulation } from "../../../rehearsal/start-simulation";
import { planOf } from "../../engine/plan-of";
import { startOutboundTrap } from "../../rehearsal/outbound-trap";
import { startBareSimulation } from "../bare-simulation";
import type { Machines } from "../machines/machines";
import type { BenchTool } from "../machines/tool";
import { withOpenTofu } from "../machines/with-opentofu";
import { withPulumi } from "../machines/with-pulumi";
import type { Measurement, Row } from "../row";

const rounds = 3;

/** Seconds to make all machines, and to take them away. */
interface Run {
  readonly create: number;
  readonly destroy: number;
}

/**
 * asgard's six machines without what runs on them: clones with cloud-init, disk growth and start, created and destroyed by
 * Pulumi and by OpenTofu with the same provider, alternately on one simulation, with a different one first in each round.
 */
export const machinesRow: Row = {
  name: "machines",
  about: "the six machines alone, created and destroyed, against OpenTofu with the same provider",
  async measure(bench) {
    const plan = planOf(stackFile(bench.repository), "bench-machines");
    const { simulation } = await startBareSimulation(plan, bench.directory);
    const trap = await startOutboundTrap();
    try {
      const place = { ...bench, trapUrl: trap.url };
      mkdirSync(join(bench.directory, "home"), { recursive: true });
      const machines = machinesOf(plan, simulation);
      const pulumi = await withPulumi(place, machines);
      const tofu = await withOpenTofu(place, machines).catch((error: Error) => error);
      if (!(tofu instanceof Error)) return await compare(pulumi, tofu, simulation);
      const note = `OpenTofu is not available: ${tofu.message.split("\n")[0]}`;
      return [{ ...line("six machines, Pulumi", await alone(pulumi, simulation)), note }];
    } finally {
      await Promise.all([trap.close(), simulation.close()]);
    }
  },
};

/** The GPU's mapping is made by an administrator here: only machines are compared. */
function stackFile(repository: string): string {
  const document = parseDocument(machinesAlone(repository, "asgard"));
  document.setIn(["config", "homelab:gpus", "rtx2080", "manageMapping"], false);
  // A folded line is not the same to every reader of YAML.
  return document.toString({ lineWidth: 0 });
}

function machinesOf(plan: StackPlan, { proxmox, credentials }: Simulation): Machines {
  const machines = plan.nodes.map((node) => ({
    ...nodeVmInputs(plan, node),
    name: node.name,
    initialization: firstBoot(plan, node),
  }));
  return { endpoint: proxmox.endpoint, apiToken: credentials.apiToken, machines };
}

function firstBoot({ access }: StackPlan, { storage, dns, address, prefixLength, gateway }: NodePlan) {
  return {
    datastoreId: storage,
    interface: "ide2",
    upgrade: false,
    dns: { servers: [...dns] },
    ipConfigs: [{ ipv4: { address: withPrefix(address, prefixLength), gateway } }],
    userAccount: { username: access.user, keys: [...access.authorizedKeys] },
  };
}

async function compare(pulumi: BenchTool, tofu: BenchTool, simulation: Simulation): Promise<Measurement[]> {
  const runs: { pulumi: Run; tofu: Run }[] = [];
  for (let round = 0; round < rounds; round++) {
    const first = round % 2 === 0 ? { pulumi: await run(pulumi, simulation) } : { tofu: await run(tofu, simulation) };
    runs.push({
      pulumi: first.pulumi ?? (await run(pulumi, simulation)),
      tofu: first.tofu ?? (await run(tofu, simulation)),
    });
  }
  const ratios = runs.map((each) => sum(each.pulumi) / sum(each.tofu));
  const ours = runs.map((each) => each.pulumi);
  const theirs = runs.map((each) => each.tofu);
  return [
    { what: "six machines, Pulumi over OpenTofu", unit: "×", samples: ratios, target: { atMost: 1.3 } },
    line("  Pulumi, create and destroy", ours),
    part("    create", ours, "create"),
    part("    destroy", ours, "destroy"),
    line("  OpenTofu, create and destroy", theirs),
    part("    create", theirs, "create"),
    part("    destroy", theirs, "destroy"),
  ];
}

async function alone(pulumi: BenchTool, simulation: Simulation): Promise<Run[]> {
  const runs: Run[] = [];
  for (let round = 0; round < rounds; round++) runs.push(await run(pulumi, simulation));
  return runs;
}

/** One life; counts only when every machine was really started and is really gone. */
async function run(tool: BenchTool, { context, proxmox }: Simulation): Promise<Run> {
  const { all } = context.events;
  const before = all.length;
  const create = await secondsOf(() => tool.create());
  const started = all.slice(before).filter((event) => event.kind === "machine" && event.change === "starting").length;
  if (started !== 6) throw new Error(`${started} of six machines were started`);
  const destroy = await secondsOf(() => tool.destroy());
  const left = proxmox.leftovers().filter((item) => /\b10[01]\d\b/.test(item));
  if (left.length > 0) throw new Error(`left behind: ${left.join(", ")}`);
  return { create, destroy };
}

async function secondsOf(action: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await action();
  return (performance.now() - began) / 1000;
}

function sum({ create, destroy }: Run): number {
  return create + destroy;
}

function line(what: string, runs: readonly Run[]): Measurement {
  return { what, unit: "s", samples: runs.map(sum) };
}

function part(what: string, runs: readonly Run[], which: keyof Run): Measurement {
  return { what, unit: "s", samples: runs.map((each) => each[which]) };
}
