import * as pulumi from "@pulumi/pulumi";
import type { AgentArgs, JoinedNode, NodeArgs } from "../../../components/bootstrap/distribution";
import { machineIdentity } from "../../../components/bootstrap/machine-identity";
import { operatorScript } from "../../../components/bootstrap/operator-script";
import type { TalosFounding } from "./founding";
import { serverScript, workerScript } from "./scripts";
import type { TalosSite } from "./site";

export interface TalosNodeArgs extends NodeArgs {
  readonly site: TalosSite;
  readonly founding: TalosFounding;
}

/** A control plane: joins behind the gate of the one before, and leaves with drain, etcd member and Node object. */
export class TalosServer extends pulumi.ComponentResource implements JoinedNode {
  readonly joined: pulumi.Output<pulumi.URN>;

  constructor(name: string, { site, vm, founding, after }: TalosNodeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:TalosServer", name, {}, opts);
    const join = operatorScript(
      `${name}-join`,
      {
        about: vm.machine.name,
        script: serverScript(site, vm.machine),
        create: "join",
        delete: "leave",
        triggers: machineIdentity(vm),
      },
      { parent: this, dependsOn: [vm, founding, ...after] },
    );
    this.joined = join.urn;
    this.registerOutputs({});
  }
}

export interface TalosWorkerArgs extends AgentArgs {
  readonly site: TalosSite;
  readonly founding: TalosFounding;
}

/** A worker: configured, joined and led out from here, as there is nobody to log in to. */
export class TalosWorker extends pulumi.ComponentResource implements JoinedNode {
  readonly joined: pulumi.Output<pulumi.URN>;

  constructor(name: string, args: TalosWorkerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:TalosWorker", name, {}, opts);
    const { site, vm, founding, emptied, after } = args;
    const join = operatorScript(
      `${name}-join`,
      {
        about: vm.machine.name,
        script: workerScript(site, vm.machine, emptied),
        create: "join",
        delete: "leave",
        triggers: machineIdentity(vm),
      },
      { parent: this, dependsOn: [vm, founding, ...after] },
    );
    this.joined = join.urn;
    this.registerOutputs({});
  }
}
