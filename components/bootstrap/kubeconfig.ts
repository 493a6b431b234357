import { remote } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { connectionTo } from "../connection";
import type { Site } from "../site";
import type { KubeconfigArgs } from "./distribution";

export interface ReadKubeconfigArgs extends KubeconfigArgs {
  readonly site: Site;
  /** Where it lies on the server. */
  readonly path: string;
}

/** Reads a server's admin kubeconfig, once: its certificate is renewed yearly on the server, so take it anew then. */
export class Kubeconfig extends pulumi.ComponentResource {
  /** As it lies on the server, pointing at 127.0.0.1. Secret. */
  readonly serverKubeconfig: pulumi.Output<string>;

  constructor(name: string, { site, from, path, after }: ReadKubeconfigArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:Kubeconfig", name, {}, opts);
    const read = new remote.Command(
      `${name}-kubeconfig`,
      {
        connection: connectionTo(from, site),
        create: `sudo -n cat ${path}`,
        logging: remote.Logging.None,
      },
      { parent: this, dependsOn: [...after], additionalSecretOutputs: ["stdout"], customTimeouts: { create: "5m" } },
    );
    this.serverKubeconfig = pulumi.secret(read.stdout);
    this.registerOutputs({});
  }
}
