import type { NodePlan } from "../../model/cluster-plan";
import type { Rke2Plan } from "./plan";
import { renderAuditPolicy } from "../../model/render/audit-policy";
import { renderCiliumConfig } from "./cilium-config";
import type { RenderedFile } from "../../model/render/rendered-file";
import { AUDIT_POLICY_PATH, renderAgentConfig, renderServerConfig } from "./documents";
import { file, sharedManifests } from "../rancher/files";
import { manifestsFolder } from "../rancher/program";
import { RKE2 } from "./names";
import { toYaml } from "../../model/render/serialise";

export const RKE2_CONFIG_PATH = "/etc/rancher/rke2/config.yaml";

/** Everything the bootstrap script writes on a server. */
export function serverFiles(plan: Rke2Plan, node: NodePlan): RenderedFile[] {
  return [
    file(RKE2_CONFIG_PATH, toYaml(renderServerConfig(plan, node))),
    file(AUDIT_POLICY_PATH, renderAuditPolicy()),
    ...manifests(plan),
  ];
}

/** Everything the bootstrap script writes on an agent. */
export function agentFiles(plan: Rke2Plan, node: NodePlan): RenderedFile[] {
  return [file(RKE2_CONFIG_PATH, toYaml(renderAgentConfig(plan, node)))];
}

function manifests(plan: Rke2Plan): RenderedFile[] {
  const chart = `${manifestsFolder(RKE2)}/rke2-cilium-config.yaml`;
  return [file(chart, renderCiliumConfig(plan)), ...sharedManifests(RKE2, plan.cluster, plan.cluster.loadBalancerPool)];
}
