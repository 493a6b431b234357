import type { Manifests } from "../../cluster/manifests";
import type { NodeConfig } from "../rancher/node-config";
import type { NetworkCheck } from "../rancher/kind";

/** What the first control plane's configuration says about pod networking; the same on every server or they do not join. */
interface NetworkSettings {
  readonly cni: readonly string[];
  readonly disableKubeProxy: boolean;
}

/** What a first server's configuration says, for all. */
export function rke2Network(config: NodeConfig): NetworkCheck {
  const named = config.list("cni");
  const settings = { cni: named.length > 0 ? named : ["canal"], disableKubeProxy: config.flag("disable-kube-proxy") };
  return (manifests) => networkProblem(settings, manifests);
}

/**
 * Why pods have no network, if so. Exactly one of kube-proxy and Cilium may serve Services: with neither, Cilium's agents
 * find no API and nodes stay NotReady; with both they fight over the same rules (docs.cilium.io, kubeproxy-free).
 */
function networkProblem({ cni, disableKubeProxy }: NetworkSettings, manifests: Manifests): string | undefined {
  const plugin = cni.find((name) => name !== "multus") ?? "canal";
  if (plugin === "none") return "cni plugin not initialized";
  if (plugin !== "cilium")
    return disableKubeProxy ? "cni plugin not initialized: Services are served by nobody" : undefined;
  const values = manifests.chartValues("rke2-cilium");
  const replaces = values.kubeProxyReplacement === true || values.kubeProxyReplacement === "true";
  if (replaces !== disableKubeProxy) return "cni plugin not initialized: Services are served by nobody, or by two";
  if (replaces && values.k8sServiceHost === undefined)
    return "cni plugin not initialized: cilium-agent finds no API server";
  return undefined;
}
