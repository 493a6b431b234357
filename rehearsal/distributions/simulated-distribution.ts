import type { DistributionName } from "../../distributions/cluster-schema";
import type { PlanOf } from "../../distributions/distribution";
import type { SimulatedCluster } from "../cluster/cluster";
import type { Clusters } from "../cluster/clusters";
import type { GuestSoftware } from "../guests/guest-software";
import type { Fabric } from "../network/fabric";
import type { Site } from "../internet";
import type { OperatorProgram } from "../operator/operator-program";
import type { InternetFile } from "../simulation-spec";
import type { SimulationContext } from "../simulation";

/** A secret that nodes of a cluster made while it lived. */
export interface IssuedSecret {
  readonly name: string;
  readonly value: string;
  /** The system user who may be told it. */
  readonly toldTo: string;
}

/** What the simulation has of a distribution: the counterpart of `Distribution` in distributions/distribution.ts. */
export interface SimulatedDistribution<D extends DistributionName = DistributionName> {
  /** What machines run of it. */
  software(clusters: Clusters): GuestSoftware;
  /** Its programs on the computer where Pulumi runs. */
  operatorPrograms(context: SimulationContext, fabric: Fabric): readonly OperatorProgram[];
  /** What its machines download, besides their image. */
  internet(plan: PlanOf<D>): InternetFile[];
  /** Sites that make what its machines are made of. */
  sites?(): readonly Site[];
  /** Packages that the archive of the machines' system must have besides its own. */
  aptPackages(plan: PlanOf<D>): readonly string[];
  issuedSecrets(cluster: SimulatedCluster): readonly IssuedSecret[];
  /** Throws for what the simulation cannot know of a plan. */
  checkPlan(plan: PlanOf<D>): void;
  /** How people look at a node without SSH: with the file of a stack output. */
  readonly lookCommand?: { readonly output: string; readonly command: (file: string, address: string) => string };
}
