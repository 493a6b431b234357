import type { NodePlan } from "../../model/cluster-plan";
import type { TalosPlan } from "./plan";
import { renderKubeconfig } from "../../model/render/kubeconfig";
import { nodeVariables, sizeVariables } from "../../model/render/script-variables";

/** Admin rights on both APIs of a cluster, as kubeconfig and talosconfig; the kubeconfig has no server yet. Secret. */
export interface AdminAccess {
  readonly talosconfig: string;
  readonly kubeconfig: string;
}

export function clusterVariables({ stack, cluster, access }: TalosPlan): Record<string, string> {
  return {
    CLUSTER: cluster.name,
    STACK: stack,
    TALOS_VERSION: cluster.version,
    API_PROXY: access.apiProxy ?? "",
    VIP: cluster.vip ?? "",
  };
}

/** Not the names the programs use: if the user had exported those, they would be in every program's environment. */
export function accessVariables({ cluster, access }: TalosPlan, given: AdminAccess): Record<string, string> {
  const { name: clusterName, endpointAddress } = cluster;
  const kubeconfig = renderKubeconfig(given.kubeconfig, { clusterName, endpointAddress, proxyUrl: access.apiProxy });
  return { TALOS_ACCESS: given.talosconfig, KUBERNETES_ACCESS: kubeconfig, MACHINE_CONFIG: "" };
}

export function machineVariables({ access }: TalosPlan, node: NodePlan): Record<string, string> {
  return {
    ...nodeVariables(node),
    ...sizeVariables(node),
    ROLE: node.role,
    ADDRESS: node.address,
    DIAL_ATTEMPTS: String(access.dialAttempts),
  };
}
