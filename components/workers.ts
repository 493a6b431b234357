import * as pulumi from "@pulumi/pulumi";
import type { NodePlan } from "../model/cluster-plan";
import type { Bootstrap } from "../distributions/components/bootstrap";
import type { JoinedNode } from "./bootstrap/joined-node";
import { WorkerDrain } from "./bootstrap/worker-drain";
import { WorkerNode } from "./bootstrap/worker-node";
import { prepareNode } from "./bootstrap/prepare-node";
import type { ControlPlane } from "./control-plane";
import { clonedBefore } from "../stack/clone-lanes";
import { hasJoined } from "../stack/last-run";
import { machineName } from "../model/machine-name";
import type { BuildContext } from "./build-context";
import { VirtualMachine } from "./virtual-machine";

export interface WorkersArgs {
  readonly context: BuildContext;
  readonly bootstrap: Bootstrap;
  readonly nodes: readonly NodePlan[];
  readonly controlPlane: ControlPlane;
  /** What must exist before any machine is cloned. */
  readonly after: readonly pulumi.Resource[];
}

interface Worker {
  readonly vm: VirtualMachine;
  readonly gates: WorkerDrain;
}

/**
 * The workers: cloned in lanes while the control plane comes up, joined in parallel once the first server is healthy. Those
 * that joined in an earlier run, finished or not, change one after another, after the control planes, each drained before
 * its machine restarts.
 */
export class Workers extends pulumi.ComponentResource {
  readonly agents: readonly JoinedNode[];

  constructor(name: string, args: WorkersArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:Workers", name, {}, opts);
    const { context, bootstrap, nodes, controlPlane } = args;
    const { nodes: all } = context.plan;
    const cloned = new Map(controlPlane.vms);
    const agents: JoinedNode[] = [];
    let before: readonly pulumi.Resource[] = controlPlane.servers;

    for (const node of gpuHoldersLast(nodes)) {
      const early = hasJoined(context.lastRun, node);
      const neighbours = [clonedBefore(node, all, context.lastRun)?.name ?? [], node.gpuAfter ?? []].flat();
      const after = [...args.after, ...neighbours.flatMap((other) => cloned.get(other) ?? [])];
      const { vm, gates } = early
        ? this.restarting(name, node, args, after, before)
        : this.arriving(name, node, args, after);
      cloned.set(node.name, vm);
      const { first: contact, firstServer, init } = controlPlane;
      const nodeName = machineName(name, node.name);
      const prepared = prepareNode(nodeName, { context, bootstrap, vm }, { parent: this });
      const joining = {
        context,
        bootstrap,
        vm,
        init,
        contact,
        drained: gates.drained,
        after: [firstServer, ...prepared],
      };
      const agent = new WorkerNode(nodeName, joining, { parent: this });
      agents.push(agent);
      if (early) before = [agent];
    }
    this.agents = agents;
    this.registerOutputs({});
  }

  /** An existing worker: its VM changes after those of the workers before it, once its node is drained. */
  private restarting(
    name: string,
    node: NodePlan,
    args: WorkersArgs,
    after: readonly pulumi.Resource[],
    before: readonly pulumi.Resource[],
  ): Worker {
    const gates = this.gates(name, node, args, before);
    return { gates, vm: this.virtualMachine(name, node, args, [...after, gates]) };
  }

  /** A new worker: its machine waits for nothing, as there is nothing to drain, and perhaps no control plane yet. */
  private arriving(name: string, node: NodePlan, args: WorkersArgs, after: readonly pulumi.Resource[]): Worker {
    const vm = this.virtualMachine(name, node, args, after);
    return { vm, gates: this.gates(name, node, args, [vm, args.controlPlane.firstServer]) };
  }

  private gates(name: string, node: NodePlan, args: WorkersArgs, after: readonly pulumi.Resource[]): WorkerDrain {
    const { context, bootstrap, controlPlane } = args;
    const drain = { context, bootstrap, node, contact: controlPlane.first, after };
    return new WorkerDrain(machineName(name, node.name), drain, { parent: this });
  }

  private virtualMachine(name: string, node: NodePlan, { context }: WorkersArgs, after: readonly pulumi.Resource[]) {
    return new VirtualMachine(machineName(name, node.name), { node, context, after }, { parent: this });
  }
}

/** A GPU that moves must be released before it is attached, so its node waits for the others. */
function gpuHoldersLast(nodes: readonly NodePlan[]): NodePlan[] {
  return [...nodes.filter((node) => !node.gpu), ...nodes.filter((node) => node.gpu)];
}
