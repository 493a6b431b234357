import { join } from "node:path";
import type { Clock, Seed } from "pve-simulator";
import { addressesOfServices } from "../../rehearsal/derive-simulation/service-addresses";
import { deriveSimulation } from "../../rehearsal/derive-simulation";
import { uniteSimulations } from "../../rehearsal/unite-simulations";
import { plannedGuests } from "../../stack/planned-guests";
import type { SimulationFault } from "../../rehearsal/faults";
import type { Latencies } from "../../rehearsal/latencies";
import { startSimulation, type Simulation } from "../../rehearsal/start-simulation";
import type { SimulationSpec } from "../../rehearsal/simulation-spec";
import type { StackPlan } from "../../distributions/distribution";
import type { RealKubernetes } from "../../rehearsal/real-kubernetes";
import { parallelSteps } from "../engine/parallel-steps";
import type { Tools } from "../toolchain-setup";
import { ChartServers } from "./chart-servers";
import { killsTheEngine } from "./kill-switch";
import { startOutboundTrap, type OutboundTrap } from "./outbound-trap";
import { rehearsalStackFile } from "./rehearsal-stack-file";
import { stackSecrets, type StackSecrets } from "./stack-secrets";
import { Workspace } from "./workspace";

export interface SessionOptions {
  /** The checkout, where the program is. */
  readonly repository: string;
  readonly stack: string;
  /** Text of the stack file as its owner wrote it. */
  readonly stackFile: string;
  /** What the stack file will be edited to: hardware and files that only this one speaks of are there from the beginning. */
  readonly later?: StackPlan;
  /** Where everything of this rehearsal is written. */
  readonly directory: string;
  readonly tools: Pick<Tools, "program" | "env" | "versions" | "kubernetes">;
  readonly latencies: Latencies;
  readonly seed: Seed;
  readonly faults?: readonly SimulationFault[];
  /** The simulation's time; default the wall clock's. */
  readonly clock?: Clock;
  /** Dials until a machine counts as never booted, where the simulation is quicker than life. */
  readonly dialAttempts?: number;
  /** What others have on the hosts, and what else can be fetched, besides what the plan takes for granted. */
  readonly others?: Partial<Pick<SimulationSpec, "machines" | "files" | "internet">>;
  /** How long nothing may happen in the simulation before the engine is ended; default 1200. */
  readonly stalledAfterSeconds?: number;
  /** Aborted when nothing is to be begun any more. */
  readonly signal?: AbortSignal;
}

/** A simulation made for a stack, and a place for the engine that can reach nothing else. */
export interface RehearsalSession {
  readonly simulation: Simulation;
  readonly workspace: Workspace;
  readonly trap: OutboundTrap;
  readonly charts: ChartServers;
  readonly secrets: StackSecrets;
  close(): Promise<void>;
}

export async function openSession(options: SessionOptions, plan: StackPlan): Promise<RehearsalSession> {
  // The engine is no part of the simulation: killing it is the kill switch's business.
  const faults = (options.faults ?? []).filter((fault) => !killsTheEngine(fault));
  const opened: { close(): Promise<void> }[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(opened.map((socket) => socket.close()));
  };
  try {
    const charts = await ChartServers.create(plan.platform);
    const trap = await startOutboundTrap((...asked) => charts.accept(...asked));
    opened.push(trap);
    const { latencies, seed, clock } = options;
    const spec = specOf(plan, options);
    const kubernetes = realKubernetes(plan, options);
    const more = { ...(clock && { clock }), ...(kubernetes && { kubernetes }) };
    const simulation = await startSimulation({ spec, latencies, seed, faults, ...more });
    opened.push(simulation);
    charts.strikeWith(simulation.context);
    const secrets = stackSecrets(options.stackFile, simulation.credentials);
    const where = { trap, charts };
    const workspace = await workspaceIn(simulation, where, secrets, { ...options, parallel: parallelSteps(plan) });
    opened.push(workspace);
    return { simulation, trap, charts, secrets, workspace, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A platform is made of objects that only the real API server takes or refuses. */
function realKubernetes(plan: StackPlan, { later, tools, directory }: SessionOptions): RealKubernetes | undefined {
  const { kubernetes: programs } = tools;
  if (plan.platform === undefined && later?.platform === undefined) return undefined;
  if (programs === undefined)
    throw new Error("the stack has a platform, and this rehearsal was begun without a real API server to make it on");
  const addresses = addressesOfServices(plan);
  const { serviceCidr } = plan.cluster;
  return { programs, folder: join(directory, "kubernetes"), serviceCidr, ...(addresses && { addresses }) };
}

function specOf(plan: StackPlan, { others, later }: SessionOptions): SimulationSpec {
  const planned = new Set(plannedGuests(plan).map(({ vmId }) => vmId));
  const now = deriveSimulation(plan);
  const spec = later ? uniteSimulations(now, deriveSimulation(later), ({ vmId }) => planned.has(vmId)) : now;
  const { machines = [], files = [], internet = [] } = others ?? {};
  return {
    ...spec,
    machines: [...(spec.machines ?? []), ...machines],
    files: [...(spec.files ?? []), ...files],
    internet: [...spec.internet, ...internet],
  };
}

/** The stack file as the engine gets it: the owner's, with the simulation's addresses in place of the environment's. */
export function inSimulation(
  stackFile: string,
  { context, proxmox, network, credentials }: Simulation,
  { dialAttempts }: Pick<SessionOptions, "dialAttempts">,
): string {
  const { host, port, user, hostKeyPublic } = network.jumpHost;
  return rehearsalStackFile(stackFile, {
    endpoint: proxmox.endpoint,
    endpoints: proxmox.endpoints,
    hostSsh: { user: context.spec.sshUser, hosts: proxmox.ssh },
    bastion: { host, port, user, hostKey: hostKeyPublic },
    apiProxy: `socks5://${network.proxy.host}:${network.proxy.port}`,
    publicKey: credentials.sshPublicKey,
    dialAttempts,
  });
}

function workspaceIn(
  simulation: Simulation,
  { trap, charts }: Pick<RehearsalSession, "trap" | "charts">,
  secrets: StackSecrets,
  options: SessionOptions & { readonly parallel: number },
): Promise<Workspace> {
  const { repository, directory, stack, tools, stackFile, parallel, signal } = options;
  const place = {
    parallel,
    repository,
    directory,
    stack,
    program: tools.program,
    version: tools.versions["pulumi"],
    env: tools.env,
    caPem: `${simulation.proxmox.caPem.trim()}\n${charts.caPem}`,
    trapUrl: trap.url,
    // Machines that live faster answer sooner; this computer itself is no faster.
    stepPace: Math.min(1, Math.max(0.3, options.latencies.guestSecond / 1000)),
    operator: simulation.operator,
    ...(signal && { signal }),
  };
  const config = Object.entries(secrets).map(([name, value]) => [`homelab:${name}`, value]);
  return Workspace.create(
    place,
    inSimulation(stackFile, simulation, options),
    Object.fromEntries(config) as typeof secrets,
  );
}
