import { remote } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { MachinePlan } from "../../model/cluster-plan";
import { connectionTo } from "../connection";
import type { Site } from "../site";

export interface KubeconfigArgs {
  readonly site: Site;
  /** The server whose admin kubeconfig is read. */
  readonly from: MachinePlan;
  readonly after: readonly pulumi.Resource[];
}

/** Reads a server's admin kubeconfig, once: its certificate is renewed yearly on the server, so take it anew then. */
export class Kubeconfig extends pulumi.ComponentResource {
  /** As it lies on the server, pointing at 127.0.0.1. Secret. */
  readonly serverKubeconfig: pulumi.Output<string>;

  constructor(name: string, { site, from, after }: KubeconfigArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:Kubeconfig", name, {}, opts);
    const read = new remote.Command(
      `${name}-kubeconfig`,
      {
        connection: connectionTo(from, site),
        create: "sudo -n cat /etc/rancher/rke2/rke2.yaml",
        logging: remote.Logging.None,
      },
      { parent: this, dependsOn: [...after], additionalSecretOutputs: ["stdout"], customTimeouts: { create: "5m" } },
    );
    this.serverKubeconfig = pulumi.secret(read.stdout);
    this.registerOutputs({});
  }
}
