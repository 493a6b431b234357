import * as pulumi from "@pulumi/pulumi";
import type { NodePlan } from "../../model/cluster-plan";
import { renderReadKubeconfigScript } from "../../distributions/read-kubeconfig-script";
import type { BuildContext } from "../build-context";
import { machineScript } from "./machine-script";

export interface KubeconfigArgs {
  readonly context: BuildContext;
  /** The control plane whose admin kubeconfig is read. */
  readonly from: NodePlan;
  readonly after: readonly pulumi.Resource[];
  /** Its path on the server. */
  readonly path: string;
}

/** Reads a server's admin kubeconfig, once. The server renews its certificate yearly: read it again then. */
export class Kubeconfig extends pulumi.ComponentResource {
  /** As on the server, pointing at 127.0.0.1. Secret. */
  readonly serverKubeconfig: pulumi.Output<string>;

  constructor(name: string, { context, from, path, after }: KubeconfigArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:Kubeconfig", name, {}, opts);
    const read = machineScript(
      `${name}-kubeconfig`,
      { context, on: from, script: renderReadKubeconfigScript(from, path), create: "read_kubeconfig" },
      { parent: this, dependsOn: [...after] },
    );
    this.serverKubeconfig = pulumi.secret(read.stdout);
    this.registerOutputs({});
  }
}
