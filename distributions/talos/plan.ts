import type { ClusterOf } from "../cluster-schema";
import type { ConfigOf, PlanOf } from "../distribution";

export type TalosCluster = ClusterOf<"talos">;
export type TalosConfig = ConfigOf<"talos">;
export type TalosPlan = PlanOf<"talos">;
