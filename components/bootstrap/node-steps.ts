import type * as pulumi from "@pulumi/pulumi";
import type { local } from "@pulumi/command";
import type { MachinePlan } from "../../model/cluster-plan";
import type { Site } from "../site";
import type { AgentArgs, ServerArgs } from "./distribution";
import { machineIdentity } from "./machine-identity";
import { machineScript } from "./machine-script";

interface ServerSteps extends Pick<ServerArgs, "vm" | "peer"> {
  readonly site: Site;
  readonly script: pulumi.Input<string>;
  /** The script of a living control plane, for the case that this one is dead. */
  readonly forget: (peer: MachinePlan) => string;
}

/** How a control plane comes and goes: by itself, or, once it is dead, through a peer, at once and again before its machine goes. */
export function serverStep(
  name: string,
  { site, vm, peer, script, forget }: ServerSteps,
  opts: pulumi.CustomResourceOptions,
): local.Command {
  const triggers = machineIdentity(vm);
  return machineScript(
    `${name}-join`,
    vm.machine.dead && peer
      ? { site, on: peer, script: forget(peer), create: "forget_dead", delete: "forget_dead", triggers }
      : { site, on: vm.machine, script, create: "join", delete: "leave", triggers },
    opts,
  );
}

interface WorkerSteps extends Pick<AgentArgs, "vm" | "speaker" | "after"> {
  readonly site: Site;
  readonly script: pulumi.Input<string>;
  /** What the speaker runs for it. */
  readonly node: pulumi.Input<string>;
}

/** How a worker comes and goes: it joins by itself, and its speaker tells the API of it. Hands back the last step. */
export function workerSteps(
  name: string,
  { site, vm, speaker, script, node, after }: WorkerSteps,
  opts: pulumi.CustomResourceOptions,
): local.Command {
  const triggers = machineIdentity(vm);
  const join = machineScript(
    `${name}-join`,
    { site, on: vm.machine, script, create: "join", triggers },
    { ...opts, dependsOn: [vm, ...after] },
  );
  return machineScript(
    `${name}-node`,
    { site, on: speaker, script: node, create: "register", delete: "remove", triggers },
    { ...opts, dependsOn: [join, ...after] },
  );
}
