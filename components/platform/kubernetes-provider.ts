import { X509Certificate } from "node:crypto";
import { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import type { AskApi } from "../ask-api";
import { answeringKubeconfig } from "./api-answers";

export interface KubernetesProviderArgs {
  /** Admin access through the address that does not depend on a single server. Secret. */
  readonly kubeconfig: pulumi.Output<string>;
  /** What must be healthy before the API is used: the plugin decides once per run whether it is reachable. */
  readonly after: readonly pulumi.Resource[];
  /** Resolves once every control plane of this run is healthy. */
  readonly joined: pulumi.Output<unknown>;
  /** Absent if nothing is to be asked. */
  readonly ask?: AskApi | undefined;
}

/**
 * The provider for the cluster's API (docs/decisions/0101). The cluster is identified by its CA: otherwise, with another
 * server, proxy or login in the kubeconfig, the plugin would assume another cluster, and replace everything.
 */
export function kubernetesProvider(
  name: string,
  { kubeconfig, after, joined, ask }: KubernetesProviderArgs,
  opts: pulumi.CustomResourceOptions,
): Provider {
  const args = {
    kubeconfig: ask === undefined ? kubeconfig : answeringKubeconfig(name, kubeconfig, { joined, ask }),
    clusterIdentifier: pulumi.unsecret(kubeconfig.apply(caFingerprint)),
    // Without it objects that somebody else created under the same name are taken over, and deleted with the stack.
    enableServerSideApply: false,
    enableConfigMapMutable: true,
    enableSecretMutable: true,
  };
  return new Provider(`${name}-kubernetes`, args, { ...opts, dependsOn: [...after] });
}

/** The SHA-256 of the CA certificate in a kubeconfig; not a secret. */
export function caFingerprint(kubeconfig: string): string {
  const { clusters } = parse(kubeconfig) as { clusters: { cluster: Record<string, string | undefined> }[] };
  const authority = clusters[0]?.cluster["certificate-authority-data"];
  if (authority === undefined) throw new Error("the kubeconfig of the cluster names no certificate authority");
  return new X509Certificate(Buffer.from(authority, "base64")).fingerprint256;
}
