import type { ClusterOf } from "../cluster-schema";
import type { ConfigOf, PlanOf } from "../distribution";

export type Rke2Cluster = ClusterOf<"rke2">;
export type Rke2Config = ConfigOf<"rke2">;
export type Rke2Plan = PlanOf<"rke2">;
