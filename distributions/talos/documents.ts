import type { NodePlan } from "../../model/cluster-plan";
import type { TalosPlan } from "./plan";
import type { TalosSecrets } from "./secrets";
import { toYamlStream } from "../../model/render/serialise";
import { clusterSection } from "./cluster";
import { machineSection } from "./machine";

/** Talos' images boot with net.ifnames=0: the first NIC is always this. */
const FIRST_LINK = "eth0";

/**
 * The machine configuration of Talos, as documents of contract v1.13 (releases.ts). Contains secrets: all of the cluster's
 * on a control plane, those for joining on a worker.
 */
export function renderMachineConfig(plan: TalosPlan, node: NodePlan, secrets: TalosSecrets): string {
  return toYamlStream([
    {
      version: "v1alpha1",
      debug: false,
      machine: machineSection(plan, node, secrets),
      cluster: clusterSection(plan, node, secrets),
    },
    { apiVersion: "v1alpha1", kind: "HostnameConfig", hostname: node.name, auto: "off" },
    ...vipDocuments(plan, node),
  ]);
}

/** Control planes elect the VIP's holder through etcd, so the address answers only once there is a cluster. */
function vipDocuments({ cluster: { vip } }: TalosPlan, { role }: NodePlan): object[] {
  if (vip === undefined || role !== "control-plane") return [];
  return [{ apiVersion: "v1alpha1", kind: "Layer2VIPConfig", name: vip, link: FIRST_LINK }];
}
