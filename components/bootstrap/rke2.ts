import * as pulumi from "@pulumi/pulumi";
import type { MachinePlan } from "../../model/cluster-plan";
import { renderAgentScript, renderNodeScript, renderServerScript } from "../../model/render/rke2-script";
import type { Site } from "../site";
import type { VirtualMachine } from "../virtual-machine";
import { machineScript } from "./machine-script";

export interface FoundingArgs {
  readonly site: Site;
  /** Where the cluster begins. */
  readonly vm: VirtualMachine;
}

/**
 * The one act that makes a new cluster. It belongs to the cluster and to no machine: when the first server is replaced
 * this stays, so the new one can only join (rke2#3184: a first server without data and without `server:` founds again).
 */
export class Rke2Founding extends pulumi.ComponentResource {
  /** sha256 of the cluster's CA, which every joiner pins. */
  readonly caHash: pulumi.Output<string>;

  constructor(name: string, { site, vm }: FoundingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:Rke2Founding", name, {}, opts);
    const script = pulumi
      .all([site.identity.serverToken, site.identity.agentToken])
      .apply(([token, agentToken]) => renderServerScript(site.plan, vm.machine, { token, agentToken, caHash: "" }));
    const found = machineScript(
      `${name}-found`,
      { site, on: vm.machine, script, create: "found" },
      // What founded once is history: neither a new text nor a moved first server repeats it.
      { parent: this, dependsOn: [vm], ignoreChanges: ["connection", "create", "stdin", "logging"] },
    );
    this.caHash = pulumi.unsecret(found.stdout).apply((text) => text.trim());
    this.registerOutputs({ caHash: this.caHash });
  }
}

export interface Rke2NodeArgs {
  readonly site: Site;
  readonly vm: VirtualMachine;
  readonly founding: Rke2Founding;
  /** What must be whole before this one begins. */
  readonly after: readonly pulumi.Resource[];
}

/** A server: joins behind the gate of the one before, and leaves with drain, etcd member and Node object. */
export class Rke2Server extends pulumi.ComponentResource {
  constructor(name: string, { site, vm, founding, after }: Rke2NodeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:Rke2Server", name, {}, opts);
    const script = pulumi
      .all([site.identity.serverToken, site.identity.agentToken, founding.caHash])
      .apply(([token, agentToken, caHash]) => renderServerScript(site.plan, vm.machine, { token, agentToken, caHash }));
    machineScript(
      `${name}-join`,
      { site, on: vm.machine, script, create: "join", delete: "leave", triggers: identityOf(vm) },
      { parent: this, dependsOn: [vm, founding, ...after] },
    );
    this.registerOutputs({});
  }
}

export interface Rke2AgentArgs extends Rke2NodeArgs {
  /** The server that speaks for the worker: it keeps labels and taints true, drains it and removes its Node object. */
  readonly server: MachinePlan;
}

/** A worker. It holds no admin rights, so everything the API must be told about it is told by a server. */
export class Rke2Agent extends pulumi.ComponentResource {
  constructor(name: string, args: Rke2AgentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:Rke2Agent", name, {}, opts);
    const { site, vm, founding, server, after } = args;
    const script = pulumi
      .all([site.identity.agentToken, founding.caHash])
      .apply(([agentToken, caHash]) => renderAgentScript(site.plan, vm.machine, { agentToken, caHash }));
    const join = machineScript(
      `${name}-join`,
      { site, on: vm.machine, script, create: "join", triggers: identityOf(vm) },
      { parent: this, dependsOn: [vm, ...after] },
    );
    machineScript(
      `${name}-node`,
      {
        site,
        on: server,
        script: renderNodeScript(vm.machine),
        create: "register",
        delete: "remove",
        triggers: identityOf(vm),
      },
      { parent: this, dependsOn: [join, ...after] },
    );
    this.registerOutputs({});
  }
}

/** By value, so that Pulumi ends what lives on the machine before it ends the machine. */
function identityOf(vm: VirtualMachine): pulumi.Input<string | number>[] {
  const { generation, address }: MachinePlan = vm.machine;
  return [vm.vmId, generation, address];
}
