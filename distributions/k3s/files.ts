import type { NodePlan } from "../../model/cluster-plan";
import { renderAuditPolicy } from "../../model/render/audit-policy";
import { renderLoadBalancerPool } from "../../model/render/cilium";
import { renderKubeVip } from "../../model/render/kube-vip";
import type { RenderedFile } from "../../model/render/rendered-file";
import { toYaml } from "../../model/render/serialise";
import { configFolder, kubeconfigPath, manifestsFolder } from "../rancher/program";
import { ciliumPool, renderCiliumChart } from "./cilium-chart";
import { AUDIT_POLICY_PATH, renderAgentConfig, renderServerConfig } from "./documents";
import { K3S } from "./names";
import type { K3sPlan } from "./plan";
import { unitFile } from "./unit-file";

const CONFIG_PATH = `${configFolder(K3S)}/config.yaml`;

/** Everything the bootstrap script writes on a server. */
export function serverFiles(plan: K3sPlan, machine: NodePlan): RenderedFile[] {
  return [
    file(CONFIG_PATH, toYaml(renderServerConfig(plan, machine))),
    ...registries(plan),
    ...(plan.cluster.audit ? [file(AUDIT_POLICY_PATH, renderAuditPolicy())] : []),
    ...manifests(plan),
    unit("k3s", "server"),
  ];
}

/** Everything the bootstrap script writes on an agent. */
export function agentFiles(plan: K3sPlan, machine: NodePlan): RenderedFile[] {
  return [file(CONFIG_PATH, toYaml(renderAgentConfig(plan, machine))), ...registries(plan), unit("k3s-agent", "agent")];
}

/** Where containerd asks for images first; without mirrors the file says so, or those of before would stay. */
function registries({ cluster }: K3sPlan): RenderedFile[] {
  const mirrors = Object.entries(cluster.registryMirrors).sort();
  const content = toYaml({
    mirrors: Object.fromEntries(mirrors.map(([registry, url]) => [registry, { endpoint: [url] }])),
  });
  return [file(`${configFolder(K3S)}/registries.yaml`, content)];
}

function manifests({ cluster, ...plan }: K3sPlan): RenderedFile[] {
  const { vip, kubeVipVersion, name } = cluster;
  const folder = manifestsFolder(K3S);
  const pool = ciliumPool(cluster);
  return [
    ...(cluster.cni === "cilium" ? [file(`${folder}/cilium.yaml`, renderCiliumChart({ cluster, ...plan }))] : []),
    ...(vip === undefined
      ? []
      : [file(`${folder}/kube-vip.yaml`, renderKubeVip({ vip, version: kubeVipVersion }, kubeconfigPath(K3S)))]),
    ...(pool ? [file(`${folder}/load-balancer-pool.yaml`, renderLoadBalancerPool(name, pool))] : []),
  ];
}

const unit = (name: string, role: "server" | "agent"): RenderedFile => ({
  path: `/etc/systemd/system/${name}.service`,
  mode: "0644",
  content: unitFile(role),
});

const file = (path: string, content: string): RenderedFile => ({ path, mode: "0600", content });
