import type { MachineConfig } from "./machine-config";

/** machinery config/types/v1alpha1, ClusterConfig.Validate and ValidateCNI. */
export function clusterErrors(config: MachineConfig): string[] {
  if (config.at("cluster") === undefined) return ["cluster instructions are required"];
  const endpoint = config.text("cluster.controlPlane.endpoint");
  if (endpoint === undefined) return ["cluster controlplane endpoint is required"];
  return [
    ...endpointErrors(endpoint),
    ...etcdErrors(config),
    ...(config.role !== "controlplane" && config.text("cluster.ca.key") !== undefined
      ? ["cluster CA key is not allowed on non-controlplane nodes (.cluster.ca)"]
      : []),
    ...manifestErrors(config),
    ...discoveryErrors(config),
    ...(config.role === "controlplane" ? cniErrors(config) : []),
  ];
}

function endpointErrors(endpoint: string): string[] {
  const hostname = URL.canParse(endpoint) ? new URL(endpoint).hostname : "";
  return hostname === "" ? ["invalid controlplane endpoint: hostname must not be blank"] : [];
}

function etcdErrors(config: MachineConfig): string[] {
  if (config.at("cluster.etcd") === undefined) return [];
  if (config.role !== "controlplane") return ["etcd config is only allowed on control plane machines"];
  return config.pair("cluster.etcd.ca") ? [] : ["key/cert combination should not be empty"];
}

function manifestErrors({ inlineManifests }: MachineConfig): string[] {
  const seen = new Set<string>();
  return inlineManifests.flatMap(({ name = "" }) => {
    if (name.trim() === "") return ["inline manifest name can't be empty"];
    if (seen.has(name)) return [`inline manifest name "${name}" is duplicate`];
    seen.add(name);
    return [];
  });
}

function discoveryErrors(config: MachineConfig): string[] {
  if (!config.discoverable) return [];
  return [
    ...(config.text("cluster.id") === undefined ? ["cluster discovery service requires .cluster.id"] : []),
    ...(config.text("cluster.secret") === undefined ? ["cluster discovery service requires .cluster.secret"] : []),
  ];
}

const cniName = (config: MachineConfig): string => config.text("cluster.network.cni.name") ?? "flannel";

function cniErrors(config: MachineConfig): string[] {
  const name = cniName(config);
  if (!["flannel", "custom", "none"].includes(name)) return ['cni name should be one of ["flannel", "custom", "none"]'];
  if (name === "custom" || config.list("cluster.network.cni.urls").length === 0) return [];
  return [`"urls" field should be empty for "${name}" CNI`];
}

export function cniWarnings(config: MachineConfig): string[] {
  if (config.role !== "controlplane" || cniName(config) !== "custom") return [];
  return config.list("cluster.network.cni.urls").length > 0
    ? []
    : ['"urls" field should not be empty for "custom" CNI'];
}
