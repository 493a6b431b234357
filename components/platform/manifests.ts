import type { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { type Manifest, type ManifestsPlan, objectName } from "../../model/platform/manifest";

export interface ManifestsArgs {
  readonly manifests: readonly ManifestsPlan[];
  readonly provider: Provider;
  readonly hooks: pulumi.ResourceHookBinding;
  /** The cluster, for `deletedWith`: when it is deleted, its objects need not be deleted through its API. */
  readonly cluster: pulumi.Resource;
  /** Releases of add-ons, by name. */
  readonly releases: ReadonlyMap<string, pulumi.Resource>;
  /** What must exist before anything is created in a namespace. */
  readonly namespaces: ReadonlyMap<string, readonly pulumi.Resource[]>;
}

const TIMEOUTS = { create: "5m", update: "5m", delete: "5m" };

/** Objects as written, created once the add-ons that they need are ready. */
export class Manifests extends pulumi.ComponentResource {
  constructor(name: string, args: ManifestsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:Manifests", name, {}, opts);
    const { manifests, provider, hooks, cluster, releases, namespaces } = args;
    for (const { after, objects } of manifests)
      for (const object of objects) {
        const before = after.flatMap((other) => releases.get(other) ?? []);
        // What it needs could not be made, and that has been said.
        if (before.length < after.length) continue;
        new ApiObject(`${name}-${objectName(object)}`, object, {
          parent: this,
          provider,
          hooks,
          deletedWith: cluster,
          dependsOn: [...before, ...(namespaces.get(object.metadata.namespace ?? "") ?? [])],
          deleteBeforeReplace: true,
          customTimeouts: TIMEOUTS,
        });
      }
    this.registerOutputs({});
  }
}

/** Any object: the SDK has classes only for Kubernetes' own kinds. */
class ApiObject extends pulumi.CustomResource {
  constructor(name: string, object: Manifest, opts: pulumi.CustomResourceOptions) {
    const { apiVersion, kind } = object;
    super(`kubernetes:${apiVersion.includes("/") ? "" : "core/"}${apiVersion}:${kind}`, name, { ...object }, opts);
  }
}
