import * as pulumi from "@pulumi/pulumi";
import { kubeconfigOf } from "../kubeconfig";
import type { AdminAccess } from "../variables";
import { type ClientCredentials, renderTalosconfig } from "../talosconfig";
import { type AuthorityResources, client, type ClientArgs } from "./certificates";

export interface AccessArgs {
  readonly clusterName: string;
  readonly os: AuthorityResources;
  readonly kubernetes: AuthorityResources;
  readonly of: ClientArgs["of"];
  /** Control planes in the talosconfig. */
  readonly endpoints: readonly string[];
}

/** Admin rights on both APIs of a cluster. Secret. */
export function adminAccessOf(
  name: string,
  args: AccessArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<AdminAccess> {
  const { clusterName, os, kubernetes, of, endpoints } = args;
  const talos = credentials(
    `${name}-talos-${of}`,
    { algorithm: "ED25519", authority: os, subject: { organization: "os:admin" }, of },
    opts,
  );
  const admin = { organization: "system:masters", commonName: "admin" };
  const kube = credentials(
    `${name}-kubernetes-${of}`,
    { algorithm: "ECDSA", authority: kubernetes, subject: admin, of },
    opts,
  );
  return pulumi.secret(
    pulumi.all([talos, kube]).apply(([forTalos, forKubernetes]) => ({
      talosconfig: renderTalosconfig(clusterName, forTalos, endpoints),
      kubeconfig: kubeconfigOf(forKubernetes),
    })),
  );
}

function credentials(
  name: string,
  args: ClientArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<ClientCredentials> {
  const { key, certificate } = client(name, args, opts);
  return pulumi
    .all([certificate.certPem, key.privateKeyPem, args.authority.certificate.certPem])
    .apply(([pem, privatePem, authority]) => ({ certificate: pem, key: privatePem, authority }));
}
