import type * as pulumi from "@pulumi/pulumi";

/** A machine's part of the cluster. */
export interface JoinedNode extends pulumi.Resource {
  /** Known once the machine is a healthy part of the cluster, and never when it does not become one. */
  readonly joined: pulumi.Output<pulumi.URN>;
}
