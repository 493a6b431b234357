import type * as pulumi from "@pulumi/pulumi";
import type { Rke2Plan } from "../plan";
import type { Site } from "../../../components/site";

/** What RKE2's components are built from, beside their machine. */
export interface Rke2Site extends Site<Rke2Plan> {
  /** Joins servers; admin on the cluster. Secret. */
  readonly serverToken: pulumi.Output<string>;
  /** Joins agents only, so that a worker never holds the server token. Secret. */
  readonly agentToken: pulumi.Output<string>;
}
