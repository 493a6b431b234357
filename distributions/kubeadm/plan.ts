import type { ClusterOf } from "../cluster-schema";
import type { ConfigOf, PlanOf } from "../distribution";

export type KubeadmCluster = ClusterOf<"kubeadm">;
export type KubeadmConfig = ConfigOf<"kubeadm">;
export type KubeadmPlan = PlanOf<"kubeadm">;
