import * as pulumi from "@pulumi/pulumi";
import type { NodePlan } from "../model/cluster-plan";
import type { Bootstrap } from "../distributions/components/bootstrap";
import { ClusterInit } from "./bootstrap/cluster-init";
import { ControlPlaneNode } from "./bootstrap/control-plane-node";
import { HealthGate } from "./bootstrap/health-gate";
import type { JoinedNode } from "./bootstrap/joined-node";
import { prepareNode } from "./bootstrap/prepare-node";
import { clonedBefore } from "../stack/clone-lanes";
import { hasJoined } from "../stack/last-run";
import { machineName } from "../model/machine-name";
import type { BuildContext } from "./build-context";
import { VirtualMachine } from "./virtual-machine";

export interface ControlPlaneArgs {
  readonly context: BuildContext;
  readonly bootstrap: Bootstrap;
  /** In joining order. */
  readonly nodes: readonly NodePlan[];
  /** What must exist before any machine is cloned. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * The control planes join strictly one after another, each behind the health gate of the previous one: etcd admits one
 * learner at a time. The VM of an existing one is changed or replaced behind that gate too, so that two are never down at
 * once. A new VM is cloned in its lane, and prepared, while others still join.
 */
export class ControlPlane extends pulumi.ComponentResource {
  /** The server that others are joined and drained through. */
  readonly first: NodePlan;
  readonly init: ClusterInit;
  /** For `dependsOn`: the first machine, running. Everything else waits for it, directly or indirectly. */
  readonly firstVm: pulumi.Resource;
  /** The machines, by the names of their nodes. */
  readonly vms = new Map<string, VirtualMachine>();
  /** For `dependsOn`: the first server, healthy. */
  readonly firstServer: JoinedNode;
  /** All servers, in joining order. */
  readonly servers: readonly JoinedNode[];

  constructor(name: string, args: ControlPlaneArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:ControlPlane", name, {}, opts);
    const [first, second, ...others] = args.nodes;
    if (!first) throw new Error("a control plane needs at least one machine");
    this.first = first;

    // Before the first machine changes the second server is asked; only a run before this one can have made it.
    const early = second && hasJoined(args.context.lastRun, second);
    const firstGate = early ? [this.gate(name, second, first, args, [])] : [];
    const vm = this.virtualMachine(name, first, args, firstGate);
    this.firstVm = vm;
    const { context, bootstrap } = args;
    const prepared = this.prepare(name, vm, args);
    this.init = new ClusterInit(name, { context, bootstrap, vm, after: prepared }, { parent: this });
    this.firstServer = this.server(name, vm, args, [...firstGate, ...prepared]);

    const servers = [this.firstServer];
    let previous = { node: first, server: this.firstServer };
    for (const node of second ? [second, ...others] : []) {
      const gate = this.gate(name, previous.node, node, args, [previous.server]);
      const before = hasJoined(context.lastRun, node) ? [gate] : this.laneOf(node, args);
      const vm = this.virtualMachine(name, node, args, before);
      const server = this.server(name, vm, args, [gate, ...this.prepare(name, vm, args)]);
      previous = { node, server };
      servers.push(server);
      if (node === second && !early) this.gate(name, second, first, args, [previous.server]);
    }
    this.servers = servers;
    this.registerOutputs({});
  }

  private gate(
    name: string,
    contact: NodePlan,
    next: NodePlan,
    { context, bootstrap }: ControlPlaneArgs,
    after: readonly pulumi.Resource[],
  ) {
    return new HealthGate(machineName(name, next.name), { context, bootstrap, contact, next, after }, { parent: this });
  }

  /** The previous machine in its lane. */
  private laneOf(node: NodePlan, { nodes, context }: ControlPlaneArgs): readonly pulumi.Resource[] {
    const before = clonedBefore(node, nodes, context.lastRun);
    return [before === undefined ? [] : (this.vms.get(before.name) ?? [])].flat();
  }

  private virtualMachine(name: string, node: NodePlan, args: ControlPlaneArgs, before: readonly pulumi.Resource[]) {
    const after = [...args.after, ...before];
    const vm = new VirtualMachine(
      machineName(name, node.name),
      { node, context: args.context, after },
      { parent: this },
    );
    this.vms.set(node.name, vm);
    return vm;
  }

  private prepare(name: string, vm: VirtualMachine, { context, bootstrap }: ControlPlaneArgs) {
    return prepareNode(machineName(name, vm.node.name), { context, bootstrap, vm }, { parent: this });
  }

  private server(name: string, vm: VirtualMachine, args: ControlPlaneArgs, after: readonly pulumi.Resource[]) {
    const contact = args.nodes.find((other) => other !== vm.node && !other.failed);
    const { context, bootstrap } = args;
    const node = { context, bootstrap, vm, init: this.init, contact, after };
    return new ControlPlaneNode(machineName(name, vm.node.name), node, { parent: this });
  }
}
