import { parse } from "yaml";
import type { Manifests } from "../../cluster/manifests";
import type { NodeConfig } from "../rancher/node-config";
import type { NetworkCheck } from "../rancher/kind";

/** Where every node of k3s answers for the API on loopback; 6443 does so on servers alone. */
const LOCAL_API = 6444;

/**
 * Why pods have no network, if so. With flannel k3s brings all of it; without, somebody has to install a network, and exactly
 * one may serve Services.
 */
export function k3sNetwork(config: NodeConfig): NetworkCheck {
  const backend = config.text("flannel-backend") ?? "vxlan";
  const hasKubeProxy = !config.flag("disable-kube-proxy");
  if (backend !== "none")
    return () => (hasKubeProxy ? undefined : "cni plugin not initialized: Services are served by nobody");
  return (manifests) => ciliumProblem(manifests, hasKubeProxy);
}

interface ChartSpec {
  readonly chart?: string;
  readonly repo?: string;
  readonly version?: string;
  readonly targetNamespace?: string;
  readonly bootstrap?: boolean;
  readonly valuesContent?: string;
}

/** Of the HelmChart that k3s' controller installs (docs.k3s.io/helm; docs.cilium.io, kubeproxy-free). */
function ciliumProblem(manifests: Manifests, hasKubeProxy: boolean): string | undefined {
  const chart = manifests.find("HelmChart", ({ spec }) => (spec as ChartSpec | undefined)?.chart === "cilium");
  const spec = chart?.spec as ChartSpec | undefined;
  if (!spec?.repo || chart?.metadata?.namespace !== "kube-system") return "cni plugin not initialized";
  // The job's pod waits for the network that it is to install.
  if (spec.bootstrap !== true) return "cni plugin not initialized: helm-install-cilium waits for a network";
  const values = (parse(spec.valuesContent ?? "") as Record<string, unknown> | null) ?? {};
  const replaces = values["kubeProxyReplacement"] === true || values["kubeProxyReplacement"] === "true";
  if (replaces === hasKubeProxy) return "cni plugin not initialized: Services are served by nobody, or by two";
  return replaces && !reachesApi(values) ? "cni plugin not initialized: cilium-agent finds no API server" : undefined;
}

function reachesApi({ k8sServiceHost: host, k8sServicePort: port }: Record<string, unknown>): boolean {
  if (typeof host !== "string") return false;
  return !["localhost", "127.0.0.1"].includes(host) || Number(port) === LOCAL_API;
}
