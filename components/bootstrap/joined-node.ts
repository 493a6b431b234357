import type * as pulumi from "@pulumi/pulumi";

/** A machine as a member of the cluster. */
export interface JoinedNode extends pulumi.Resource {
  /** Resolves once the machine is a healthy member of the cluster; never if it does not become one. */
  readonly joined: pulumi.Output<pulumi.URN>;
}
