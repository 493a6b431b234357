import * as pulumi from "@pulumi/pulumi";
import type { NodePlan } from "../model/cluster-plan";
import type { Bootstrap } from "../distributions/components/bootstrap";
import { ClusterInit } from "./bootstrap/cluster-init";
import { ControlPlaneNode } from "./bootstrap/control-plane-node";
import { HealthGate } from "./bootstrap/health-gate";
import type { JoinedNode } from "./bootstrap/joined-node";
import { wasThere } from "../model/last-run";
import { machineName } from "../model/machine-name";
import type { BuildContext } from "./build-context";
import { VirtualMachine } from "./virtual-machine";

export interface ControlPlaneArgs {
  readonly context: BuildContext;
  readonly bootstrap: Bootstrap;
  /** In joining order. */
  readonly nodes: readonly NodePlan[];
  /** What must be there before any machine is cloned. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * The servers, strictly one after another: each machine waits for the gate of the server before it. etcd admits one
 * learner at a time, and the same chain keeps a change or a replacement from ever taking two servers down.
 */
export class ControlPlane extends pulumi.ComponentResource {
  /** The server that others are joined and drained through. */
  readonly first: NodePlan;
  readonly init: ClusterInit;
  /** For `dependsOn`: the first machine, running. Its clone goes alone and first, for everything waits for it. */
  readonly firstVm: pulumi.Resource;
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
    const early = second && wasThere(args.context.lastRun, second);
    const firstGate = early ? [this.gate(name, second, first, args, [])] : [];
    const vm = this.virtualMachine(name, first, args, firstGate);
    this.firstVm = vm;
    this.init = new ClusterInit(name, { context: args.context, bootstrap: args.bootstrap, vm }, { parent: this });
    this.firstServer = this.server(name, vm, args, firstGate);

    const servers = [this.firstServer];
    let previous = { node: first, server: this.firstServer };
    for (const node of second ? [second, ...others] : []) {
      const gate = this.gate(name, previous.node, node, args, [previous.server]);
      previous = { node, server: this.server(name, this.virtualMachine(name, node, args, [gate]), args, [gate]) };
      servers.push(previous.server);
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

  private virtualMachine(name: string, node: NodePlan, args: ControlPlaneArgs, gate: readonly pulumi.Resource[]) {
    const after = [...args.after, ...gate];
    return new VirtualMachine(machineName(name, node.name), { node, context: args.context, after }, { parent: this });
  }

  private server(name: string, vm: VirtualMachine, args: ControlPlaneArgs, after: readonly pulumi.Resource[]) {
    const contact = args.nodes.find((other) => other !== vm.node && !other.failed);
    const { context, bootstrap } = args;
    const node = { context, bootstrap, vm, init: this.init, contact, after };
    return new ControlPlaneNode(machineName(name, vm.node.name), node, { parent: this });
  }
}
