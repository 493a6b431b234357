import type { Clock, Seed } from "pve-simulator";
import { deriveWorld } from "../../rehearsal/derive-world";
import type { Fault } from "../../rehearsal/faults";
import type { Latencies } from "../../rehearsal/latencies";
import { startWorld, type World } from "../../rehearsal/start-world";
import type { WorldSpec } from "../../rehearsal/world-spec";
import type { ClusterPlan } from "../../model/cluster-plan";
import type { Tools } from "../toolchain-setup";
import { startOutboundTrap, type OutboundTrap } from "./outbound-trap";
import { rehearsalStackFile } from "./rehearsal-stack-file";
import { stackSecrets, type StackSecrets } from "./stack-secrets";
import { Workspace } from "./workspace";

export interface StageOptions {
  /** The checkout, where the program is. */
  readonly repository: string;
  readonly stack: string;
  /** Text of the stack file as its owner wrote it. */
  readonly stackFile: string;
  /** Where everything of this rehearsal is written. */
  readonly directory: string;
  readonly tools: Pick<Tools, "program" | "env" | "versions">;
  readonly latencies: Latencies;
  readonly seed: Seed;
  readonly faults?: readonly Fault[];
  /** The world's time; default the wall clock's. */
  readonly clock?: Clock;
  /** Dials until a machine counts as never booted, where the world is quicker than life. */
  readonly dialAttempts?: number;
  /** What others have on the hosts, besides what the plan takes for granted. */
  readonly others?: Pick<WorldSpec, "machines" | "files">;
  /** How long nothing may happen in the world before the engine is ended; default 1200. */
  readonly stalledAfterSeconds?: number;
  /** Aborted when nothing is to be begun any more. */
  readonly signal?: AbortSignal;
}

/** A world made for a stack, and a place for the engine that can reach nothing else. */
export interface Stage {
  readonly world: World;
  readonly workspace: Workspace;
  readonly trap: OutboundTrap;
  readonly secrets: StackSecrets;
  close(): Promise<void>;
}

export async function setStage(options: StageOptions, plan: ClusterPlan): Promise<Stage> {
  // The engine is no part of the world: killing it is the kill switch's business.
  const faults = (options.faults ?? []).filter(({ kind }) => kind !== "pulumi-killed");
  const opened: { close(): Promise<void> }[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(opened.map((door) => door.close()));
  };
  try {
    const trap = await startOutboundTrap();
    opened.push(trap);
    const { latencies, seed, clock } = options;
    const spec = specOf(plan, options);
    const world = await startWorld({ spec, latencies, seed, faults, ...(clock && { clock }) });
    opened.push(world);
    const secrets = stackSecrets(options.stackFile, world.credentials);
    const workspace = await workspaceIn(world, trap, secrets, options);
    opened.push(workspace);
    return { world, trap, secrets, workspace, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function specOf(plan: ClusterPlan, { others }: StageOptions): WorldSpec {
  const spec = deriveWorld(plan);
  const { machines = [], files = [] } = others ?? {};
  return { ...spec, machines: [...(spec.machines ?? []), ...machines], files: [...(spec.files ?? []), ...files] };
}

/** The stack file as the engine gets it: the owner's, with the world's doors in place of the environment's. */
export function inWorld(
  stackFile: string,
  { context, proxmox, network, credentials }: World,
  { dialAttempts }: Pick<StageOptions, "dialAttempts">,
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
  world: World,
  trap: OutboundTrap,
  secrets: StackSecrets,
  options: StageOptions,
): Promise<Workspace> {
  const { repository, directory, stack, tools, stackFile, signal } = options;
  const place = {
    repository,
    directory,
    stack,
    program: tools.program,
    version: tools.versions["pulumi"],
    env: tools.env,
    caPem: world.proxmox.caPem,
    trapUrl: trap.url,
    // Machines that live faster answer sooner; this computer itself is no faster.
    stepPace: Math.min(1, Math.max(0.3, options.latencies.guestSecond / 1000)),
    operator: world.operator,
    ...(signal && { signal }),
  };
  const config = Object.entries(secrets).map(([name, value]) => [`homelab:${name}`, value]);
  return Workspace.create(place, inWorld(stackFile, world, options), Object.fromEntries(config) as typeof secrets);
}
