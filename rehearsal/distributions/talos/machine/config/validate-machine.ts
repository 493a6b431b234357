import type { MachineConfig } from "./machine-config";
import { multiError } from "./multi-error";
import { kubeletErrors } from "./validate-kubernetes";

/** What a platform needs that installs to a disk. */
export function installErrors(config: MachineConfig, requiresInstall: boolean): string[] {
  if (!requiresInstall) return [];
  if (config.at("machine.install") === undefined) return ['install instructions are required in "metal" mode'];
  if (config.text("machine.install.disk") === undefined && config.at("machine.install.diskSelector") === undefined)
    return ["either install disk or diskSelector should be defined"];
  return [];
}

/** machinery config/types/v1alpha1, what Config.Validate says of the machine and its part. */
export function machineErrors(config: MachineConfig): string[] {
  const taints = multiError(taintErrors(config.strings("machine.nodeTaints")));
  return [
    ...roleErrors(config),
    ...kubeletErrors(config),
    ...(taints === undefined ? [] : [`invalid machine node taints: ${taints}`]),
    ...(config.at("persist") === false ? [".persist should be enabled"] : []),
    ...(config.flag("machine.features.kubernetesTalosAPIAccess.enabled") && config.role !== "controlplane"
      ? ["feature Kubernetes Talos API Access can only be enabled on control plane machines"]
      : []),
  ];
}

function roleErrors(config: MachineConfig): string[] {
  const ca = config.pair("machine.ca");
  const accepted = config.list("machine.acceptedCAs").length > 0;
  const missing =
    ca || accepted ? [] : ["issuing CA or some accepted CAs are required (.machine.ca, machine.acceptedCAs)"];
  if (config.role === undefined) return [...missing, `unknown machine type "${config.text("machine.type") ?? ""}"`];
  if (config.role === "worker") return [...missing, ...workerErrors(config)];
  if (!ca) return [...missing, "issuing CA is required (.machine.ca)"];
  return ca.key === "" ? ["issuing CA key is required for controlplane nodes (.machine.ca.key)"] : [];
}

/** The keys of the authorities stay on control planes; so does the shared address. */
function workerErrors(config: MachineConfig): string[] {
  const ca = config.pair("machine.ca");
  const has = (path: string): boolean => config.text(`${path}.key`) !== undefined;
  return [
    ...(has("machine.ca") ? ["issuing Talos API CA key is not allowed on non-controlplane nodes (.machine.ca)"] : []),
    ...(config.at("machine.ca") !== undefined && !ca && config.list("machine.acceptedCAs").length === 0
      ? ["trusted CA certificates are required on non-controlplane nodes (.machine.ca.crt, .machine.acceptedCAs)"]
      : []),
    ...(has("cluster.ca")
      ? ["issuing Kubernetes API CA key is not allowed on non-controlplane nodes (.cluster.ca)"]
      : []),
  ];
}

/** The value of a taint is `value:Effect`, or the effect alone. */
function taintErrors(taints: Readonly<Record<string, string>>): string[] {
  return Object.values(taints).flatMap((taint) => {
    const effect = taint.split(":").at(-1) ?? "";
    return ["NoSchedule", "PreferNoSchedule", "NoExecute"].includes(effect)
      ? []
      : [`invalid taint effect: "${effect}"`];
  });
}
