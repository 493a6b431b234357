import * as pulumi from "@pulumi/pulumi";
import { renderAgentScript, renderDeadServerScript, renderNodeScript, renderServerScript } from "../script";
import type { AgentArgs, JoinedNode, ServerArgs } from "../../../components/bootstrap/distribution";
import { serverStep, workerSteps } from "../../../components/bootstrap/node-steps";
import type { Rke2Site } from "./site";
import type { Rke2Founding } from "./founding";

export interface Rke2ServerArgs extends ServerArgs {
  readonly site: Rke2Site;
  readonly founding: Rke2Founding;
}

/** A server: joins behind the gate of the one before, and leaves with drain, etcd member and Node object. */
export class Rke2Server extends pulumi.ComponentResource implements JoinedNode {
  readonly joined: pulumi.Output<pulumi.URN>;

  constructor(name: string, args: Rke2ServerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:Rke2Server", name, {}, opts);
    const { site, vm, founding, peer, after } = args;
    const script = pulumi
      .all([site.serverToken, site.agentToken, founding.caHash])
      .apply(([token, agentToken, caHash]) => renderServerScript(site.plan, vm.machine, { token, agentToken, caHash }));
    const forget = (): string => renderDeadServerScript(vm.machine);
    const join = serverStep(
      name,
      { site, vm, peer, script, forget },
      { parent: this, dependsOn: [vm, founding, ...after] },
    );
    this.joined = join.urn;
    this.registerOutputs({});
  }
}

export interface Rke2AgentArgs extends AgentArgs {
  readonly site: Rke2Site;
  readonly founding: Rke2Founding;
}

/** A worker. It holds no admin rights, so everything the API must be told about it is told by a server. */
export class Rke2Agent extends pulumi.ComponentResource implements JoinedNode {
  readonly joined: pulumi.Output<pulumi.URN>;

  constructor(name: string, args: Rke2AgentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:Rke2Agent", name, {}, opts);
    const { site, vm, founding, speaker, emptied, after } = args;
    const script = pulumi
      .all([site.agentToken, founding.caHash])
      .apply(([agentToken, caHash]) => renderAgentScript(site.plan, vm.machine, { agentToken, caHash }));
    const node = emptied.apply((said) => renderNodeScript(vm.machine, said));
    const registered = workerSteps(name, { site, vm, speaker, script, node, after }, { parent: this });
    this.joined = registered.urn;
    this.registerOutputs({});
  }
}
