import * as pulumi from "@pulumi/pulumi";
import type { MachinePlan } from "../../../model/cluster-plan";
import {
  renderControlPlaneScript,
  renderKubeadmDeadServerScript,
  renderKubeadmNodeScript,
  renderWorkerScript,
} from "../script";
import type { AgentArgs, JoinedNode, ServerArgs } from "../../../components/bootstrap/distribution";
import { serverStep, workerSteps } from "../../../components/bootstrap/node-steps";
import type { KubeadmFounding } from "./founding";
import { type KubeadmSite, serverMaterial, workerMaterial } from "./site";

export interface KubeadmControlPlaneArgs extends ServerArgs {
  readonly site: KubeadmSite;
  readonly founding: KubeadmFounding;
}

/** A control plane: joins behind the gate of the one before, and leaves with drain, etcd member and Node object. */
export class KubeadmControlPlane extends pulumi.ComponentResource implements JoinedNode {
  readonly joined: pulumi.Output<pulumi.URN>;

  constructor(name: string, args: KubeadmControlPlaneArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:KubeadmControlPlane", name, {}, opts);
    const { site, vm, founding, peer, after } = args;
    const script = serverMaterial(site, vm.machine, "joiner").apply((material) =>
      renderControlPlaneScript(site.plan, vm.machine, material),
    );
    const forget = (other: MachinePlan): string => renderKubeadmDeadServerScript(other, vm.machine);
    const join = serverStep(
      name,
      { site, vm, peer, script, forget },
      { parent: this, dependsOn: [vm, founding, ...after] },
    );
    this.joined = join.urn;
    this.registerOutputs({});
  }
}

export interface KubeadmWorkerArgs extends AgentArgs {
  readonly site: KubeadmSite;
}

/** A worker. It holds no admin rights, so everything the API must be told about it is told by a control plane. */
export class KubeadmWorker extends pulumi.ComponentResource implements JoinedNode {
  readonly joined: pulumi.Output<pulumi.URN>;

  constructor(name: string, args: KubeadmWorkerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:KubeadmWorker", name, {}, opts);
    const { site, vm, speaker, emptied, after } = args;
    const script = workerMaterial(site, vm.machine).apply((material) =>
      renderWorkerScript(site.plan, vm.machine, material),
    );
    const node = emptied.apply((said) => renderKubeadmNodeScript(speaker, vm.machine, said));
    const registered = workerSteps(name, { site, vm, speaker, script, node, after }, { parent: this });
    this.joined = registered.urn;
    this.registerOutputs({});
  }
}
