import type { ClusterOf } from "../cluster-schema";
import type { ConfigOf, PlanOf } from "../distribution";

export type K3sCluster = ClusterOf<"k3s">;
export type K3sConfig = ConfigOf<"k3s">;
export type K3sPlan = PlanOf<"k3s">;
