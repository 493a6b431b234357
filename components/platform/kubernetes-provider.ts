import { X509Certificate } from "node:crypto";
import { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import type { AskApi } from "../ask-api";
import { answeringKubeconfig } from "./api-answers";

export interface KubernetesProviderArgs {
  /** Admin access through the address that outlives any one server. Secret. */
  readonly kubeconfig: pulumi.Output<string>;
  /** What must be healthy before the API is asked: the plugin decides once in a run whether it can be reached. */
  readonly after: readonly pulumi.Resource[];
  /** Known once every control plane of this run is healthy. */
  readonly joined: pulumi.Output<unknown>;
  /** Absent where nobody is to be asked. */
  readonly ask?: AskApi | undefined;
}

/**
 * The way to the cluster's API (docs/decisions/0101). The cluster is known by its CA: with another server, proxy or login in
 * the kubeconfig the plugin would take it for another cluster, and delete and make everything anew.
 */
export function kubernetesProvider(
  name: string,
  { kubeconfig, after, joined, ask }: KubernetesProviderArgs,
  opts: pulumi.CustomResourceOptions,
): Provider {
  const args = {
    kubeconfig: ask === undefined ? kubeconfig : answeringKubeconfig(name, kubeconfig, { joined, ask }),
    clusterIdentifier: pulumi.unsecret(kubeconfig.apply(caFingerprint)),
    // The other way takes over what somebody else has made under the same name, and deletes it with the stack.
    enableServerSideApply: false,
    enableConfigMapMutable: true,
    enableSecretMutable: true,
  };
  return new Provider(`${name}-kubernetes`, args, { ...opts, dependsOn: [...after] });
}

/** The SHA-256 of the certificate of the authority that a kubeconfig trusts; it is no secret. */
export function caFingerprint(kubeconfig: string): string {
  const { clusters } = parse(kubeconfig) as { clusters: { cluster: Record<string, string | undefined> }[] };
  const authority = clusters[0]?.cluster["certificate-authority-data"];
  if (authority === undefined) throw new Error("the kubeconfig of the cluster names no certificate authority");
  return new X509Certificate(Buffer.from(authority, "base64")).fingerprint256;
}
