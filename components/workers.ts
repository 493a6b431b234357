import * as pulumi from "@pulumi/pulumi";
import type { MachinePlan } from "../model/cluster-plan";
import type { JoinedNode } from "./bootstrap/distribution";
import type { ControlPlane } from "./control-plane";
import { machineName } from "./machine-name";
import type { Site } from "./site";
import { VirtualMachine } from "./virtual-machine";

export interface WorkersArgs {
  readonly site: Site;
  readonly machines: readonly MachinePlan[];
  readonly controlPlane: ControlPlane;
  /** What must be there before any machine is cloned. */
  readonly after: readonly pulumi.Resource[];
}

/** The workers: cloned in lanes while the control plane comes up, joined side by side once its first server is whole. */
export class Workers extends pulumi.ComponentResource {
  readonly agents: readonly JoinedNode[];

  constructor(name: string, args: WorkersArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:Workers", name, {}, opts);
    const { site, machines, controlPlane } = args;
    const cloned = new Map<string, VirtualMachine>();
    const agents: JoinedNode[] = [];

    for (const machine of cardHoldersLast(machines)) {
      const workerName = machineName(name, machine.name);
      const before = [machine.cloneAfter ?? [], machine.cardAfter ?? []].flat();
      const after = [...args.after, controlPlane.firstVm, ...before.flatMap((other) => cloned.get(other) ?? [])];
      const vm = new VirtualMachine(workerName, { machine, site, after }, { parent: this });
      cloned.set(machine.name, vm);
      const joining = { vm, speaker: controlPlane.first, after: [controlPlane.firstServer] };
      agents.push(controlPlane.founded.agent(workerName, joining, { parent: this }));
    }
    this.agents = agents;
    this.registerOutputs({});
  }
}

/** A card that moves must be released before it is taken, so its holder waits for the others. */
function cardHoldersLast(machines: readonly MachinePlan[]): MachinePlan[] {
  return [...machines.filter((machine) => !machine.gpu), ...machines.filter((machine) => machine.gpu)];
}
