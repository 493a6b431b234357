import type { MachineConfig } from "../machine/config/machine-config";
import type { Manifests } from "../../../cluster/manifests";
import { settingsOf, wordsOf, type JobContainer, type JobPod, type Settings } from "./job-settings";

/** Loading modules is Talos' own business: no container may. */
const FORBIDDEN = "SYS_MODULE";

/**
 * Why the job that installs Cilium does not come to its end, or why what it installs does not work on Talos (Talos docs,
 * Deploy Cilium CNI): the job has to run before there is a network, reach the API without kube-proxy, and tell Cilium where
 * the API and the control groups are.
 */
export function ciliumProblem(manifests: Manifests, firstControlPlane: MachineConfig): string | undefined {
  const job = manifests.find("Job", (object) => podOf(object)?.containers?.some(isInstaller) === true);
  const pod = podOf(job);
  const container = pod?.containers?.find(isInstaller);
  if (!pod || !container) return "cni plugin not initialized";
  const settings = settingsOf(pod, container, manifests);
  const wrong = podProblem(manifests, pod, container) ?? settingsProblem(settings, manifests, firstControlPlane);
  return wrong === undefined ? undefined : `cni plugin not initialized: cilium-install: ${wrong}`;
}

function podOf(object: { readonly spec?: Record<string, unknown> } | undefined): JobPod | undefined {
  return (object?.spec?.template as { readonly spec?: JobPod } | undefined)?.spec;
}

function isInstaller(container: JobContainer): boolean {
  return container.image?.includes("cilium-cli") === true && wordsOf(container).includes("install");
}

function podProblem(manifests: Manifests, pod: JobPod, { env = [] }: JobContainer): string | undefined {
  if (pod.hostNetwork !== true) return "the pod waits for the network that it is to install";
  const tolerates = (key: string): boolean =>
    (pod.tolerations ?? []).some((each) => each.operator === "Exists" && (each.key === undefined || each.key === key));
  if (!["node.kubernetes.io/not-ready", "node-role.kubernetes.io/control-plane"].every(tolerates))
    return "0 nodes are available: node(s) had untolerated taints";
  const account = pod.serviceAccountName ?? pod.serviceAccount ?? "default";
  if (!manifests.find("ServiceAccount", ({ metadata }) => metadata?.name === account))
    return `serviceaccount "${account}" not found`;
  if (!manifests.find("ClusterRoleBinding", (object) => JSON.stringify(object).includes(`"name":"${account}"`)))
    return `serviceaccount "${account}" is not allowed to install anything`;
  const has = (wanted: string): boolean => env.some(({ name }) => name === wanted);
  return has("KUBERNETES_SERVICE_HOST") && has("KUBERNETES_SERVICE_PORT")
    ? undefined
    : "no route to the API's Service: kube-proxy does not run";
}

function settingsProblem(
  settings: Settings,
  manifests: Manifests,
  firstControlPlane: MachineConfig,
): string | undefined {
  const replaces = settings.get("kubeProxyReplacement") === "true";
  if (replaces !== firstControlPlane.flag("cluster.proxy.disabled")) return "Services are served by nobody, or by two";
  if (replaces && !reachesApi(settings, firstControlPlane)) return "cilium-agent finds no API server";
  if (settings.get("cgroup.autoMount.enabled") !== "false" || settings.get("cgroup.hostRoot") !== "/sys/fs/cgroup")
    return "mount-cgroup: read-only file system";
  const careless = ["ciliumAgent", "cleanCiliumState"].find((which) => {
    const capabilities = settings.get(`securityContext.capabilities.${which}`);
    return capabilities === undefined || capabilities.includes(FORBIDDEN);
  });
  if (careless !== undefined) return `${careless}: unable to apply caps: operation not permitted (${FORBIDDEN})`;
  const wantsGateway =
    settings.get("gatewayAPI.enabled") === "true" && settings.get("gatewayAPI.gatewayClass.create") === "true";
  const knowsGateway = manifests.find(
    "CustomResourceDefinition",
    ({ metadata }) => metadata?.name === "gatewayclasses.gateway.networking.k8s.io",
  );
  return wantsGateway && !knowsGateway
    ? 'no matches for kind "GatewayClass" in version "gateway.networking.k8s.io/v1"'
    : undefined;
}

/** The API at a server's own port, or KubePrism where it is switched on at the port that is asked. */
function reachesApi(settings: Settings, firstControlPlane: MachineConfig): boolean {
  const host = settings.get("k8sServiceHost");
  if (host !== "localhost" && host !== "127.0.0.1") return host !== undefined;
  const port = firstControlPlane.at("machine.features.kubePrism.port") ?? 7445;
  return (
    firstControlPlane.flag("machine.features.kubePrism.enabled") &&
    Number(settings.get("k8sServicePort")) === Number(port)
  );
}
