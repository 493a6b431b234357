import type { NodePlan } from "../../model/cluster-plan";
import { renderAuditPolicy } from "../../model/render/audit-policy";
import type { RenderedFile } from "../../model/render/rendered-file";
import { toYaml } from "../../model/render/serialise";
import { file, sharedManifests } from "../rancher/files";
import { configFolder, manifestsFolder } from "../rancher/program";
import { ciliumPool, renderCiliumChart } from "./cilium-chart";
import { AUDIT_POLICY_PATH, renderAgentConfig, renderServerConfig } from "./documents";
import { K3S } from "./names";
import type { K3sPlan } from "./plan";
import { unitFile } from "./unit-file";

const CONFIG_PATH = `${configFolder(K3S)}/config.yaml`;

/** Everything the bootstrap script writes on a server. */
export function serverFiles(plan: K3sPlan, node: NodePlan): RenderedFile[] {
  return [
    file(CONFIG_PATH, toYaml(renderServerConfig(plan, node))),
    ...registries(plan),
    ...(plan.cluster.audit ? [file(AUDIT_POLICY_PATH, renderAuditPolicy())] : []),
    ...manifests(plan),
    unit("k3s", "server"),
  ];
}

/** Everything the bootstrap script writes on an agent. */
export function agentFiles(plan: K3sPlan, node: NodePlan): RenderedFile[] {
  return [file(CONFIG_PATH, toYaml(renderAgentConfig(plan, node))), ...registries(plan), unit("k3s-agent", "agent")];
}

/** Registry mirrors of containerd; without mirrors the file is empty, or former ones would stay. */
function registries({ cluster }: K3sPlan): RenderedFile[] {
  const mirrors = Object.entries(cluster.registryMirrors).sort();
  const content = toYaml({
    mirrors: Object.fromEntries(mirrors.map(([registry, url]) => [registry, { endpoint: [url] }])),
  });
  return [file(`${configFolder(K3S)}/registries.yaml`, content)];
}

function manifests({ cluster, ...plan }: K3sPlan): RenderedFile[] {
  const chart = `${manifestsFolder(K3S)}/cilium.yaml`;
  return [
    ...(cluster.cni === "cilium" ? [file(chart, renderCiliumChart({ cluster, ...plan }))] : []),
    ...sharedManifests(K3S, cluster, ciliumPool(cluster)),
  ];
}

const unit = (name: string, role: "server" | "agent"): RenderedFile => ({
  path: `/etc/systemd/system/${name}.service`,
  mode: "0644",
  content: unitFile(role),
});
