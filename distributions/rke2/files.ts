import type { NodePlan } from "../../model/cluster-plan";
import type { Rke2Plan } from "./plan";
import { renderAuditPolicy } from "../../model/render/audit-policy";
import { renderCiliumConfig } from "./cilium-config";
import { renderLoadBalancerPool } from "../../model/render/cilium";
import { renderKubeVip } from "../../model/render/kube-vip";
import type { RenderedFile } from "../../model/render/rendered-file";
import { AUDIT_POLICY_PATH, renderAgentConfig, renderServerConfig } from "./documents";
import { kubeconfigPath, manifestsFolder } from "../rancher/program";
import { RKE2 } from "./names";
import { toYaml } from "../../model/render/serialise";

export const RKE2_CONFIG_PATH = "/etc/rancher/rke2/config.yaml";

const MANIFESTS_PATH = manifestsFolder(RKE2);

/** Everything the bootstrap script writes on a server. */
export function serverFiles(plan: Rke2Plan, machine: NodePlan): RenderedFile[] {
  return [
    file(RKE2_CONFIG_PATH, toYaml(renderServerConfig(plan, machine))),
    file(AUDIT_POLICY_PATH, renderAuditPolicy()),
    ...manifests(plan),
  ];
}

/** Everything the bootstrap script writes on an agent. */
export function agentFiles(plan: Rke2Plan, machine: NodePlan): RenderedFile[] {
  return [file(RKE2_CONFIG_PATH, toYaml(renderAgentConfig(plan, machine)))];
}

function manifests(plan: Rke2Plan): RenderedFile[] {
  const { vip, kubeVipVersion, loadBalancerPool, name } = plan.cluster;
  const files = [file(`${MANIFESTS_PATH}/rke2-cilium-config.yaml`, renderCiliumConfig(plan))];
  if (vip !== undefined)
    files.push(
      file(`${MANIFESTS_PATH}/kube-vip.yaml`, renderKubeVip({ vip, version: kubeVipVersion }, kubeconfigPath(RKE2))),
    );
  if (loadBalancerPool)
    files.push(file(`${MANIFESTS_PATH}/load-balancer-pool.yaml`, renderLoadBalancerPool(name, loadBalancerPool)));
  return files;
}

const file = (path: string, content: string): RenderedFile => ({ path, mode: "0600", content });
