import { ipv4ToNumber } from "../../../network/ipv4";
import { multiError } from "./multi-error";
import type { MachineConfig } from "./machine-config";
import type { ConfigDocument } from "./read-documents";
import { clusterErrors, cniWarnings } from "./validate-cluster";
import { kubeletErrors, kubernetesErrors } from "./validate-kubernetes";

/** What Talos says about a configuration it could read: errors refuse it, warnings are told. */
export interface Findings {
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

export interface ValidationMode {
  /** The platform installs to a disk; images for clouds are installed already. */
  readonly requiresInstall: boolean;
  /** Warnings count as errors, as `talosctl validate --strict` has it. */
  readonly strict?: boolean;
  /** Version of the Talos that reads it, on a machine; undefined for `talosctl validate`. */
  readonly talosVersion?: string;
}

/** machinery config/container: the first document, every other one, then what contradicts between them. */
export function validate(config: MachineConfig, mode: ValidationMode): Findings {
  const found = firstDocument(config, mode);
  const first = multiError(mode.strict === true ? [...found.errors, ...found.warnings.map(asError)] : found.errors);
  const errors = [
    ...(first === undefined ? [] : [`v1alpha1.Config: ${first}`]),
    ...config.documents.flatMap((document) =>
      documentErrors(document).map(
        (error) => `${document.kind}${document.name === "" ? "" : `/${document.name}`}: ${error}`,
      ),
    ),
    ...contradictions(config),
    ...(mode.talosVersion === undefined ? [] : kubernetesErrors(config, mode.talosVersion)),
  ];
  return { errors, warnings: mode.strict === true ? [] : found.warnings };
}

const asError = (warning: string): string => `warning: ${warning}`;

function firstDocument(config: MachineConfig, mode: ValidationMode): Findings {
  if (!config.complete) return { errors: [], warnings: [] };
  if (config.at("machine") === undefined) return { errors: ["machine instructions are required"], warnings: [] };
  const errors = [
    ...clusterErrors(config),
    ...installErrors(config, mode),
    ...roleErrors(config),
    ...machineErrors(config),
  ];
  return { errors, warnings: cniWarnings(config) };
}

function installErrors(config: MachineConfig, { requiresInstall }: ValidationMode): string[] {
  if (!requiresInstall) return [];
  if (config.at("machine.install") === undefined) return ['install instructions are required in "metal" mode'];
  if (config.text("machine.install.disk") === undefined && config.at("machine.install.diskSelector") === undefined)
    return ["either install disk or diskSelector should be defined"];
  return [];
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

function machineErrors(config: MachineConfig): string[] {
  const taints = multiError(taintErrors(config.strings("machine.nodeTaints")));
  return [
    ...kubeletErrors(config),
    ...(taints === undefined ? [] : [`invalid machine node taints: ${taints}`]),
    ...(config.at("persist") === false ? [".persist should be enabled"] : []),
    ...(config.flag("machine.features.kubernetesTalosAPIAccess.enabled") && config.role !== "controlplane"
      ? ["feature Kubernetes Talos API Access can only be enabled on control plane machines"]
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

function documentErrors({ kind, name, value }: ConfigDocument): string[] {
  if (kind === "HostnameConfig") return hostnameErrors(value);
  if (kind !== "Layer2VIPConfig") return [];
  const address =
    name === ""
      ? "name must be specified"
      : Number.isNaN(ipv4ToNumber(name))
        ? `name must be a valid IP address: ParseAddr("${name}"): unable to parse IP`
        : undefined;
  const link = typeof value.link === "string" && value.link !== "" ? undefined : "link must be specified";
  return joined(address, link);
}

function hostnameErrors({ auto, hostname = "" }: Readonly<Record<string, unknown>>): string[] {
  const name = String(hostname);
  const label = name.split(".")[0] ?? "";
  return joined(
    auto === undefined && name === "" ? "either 'auto' or 'hostname' must be set" : undefined,
    // Nothing said about `auto` is not `off`: the default is to make a name up only where none is given.
    auto !== "off" && auto !== undefined && name !== ""
      ? "'auto' and 'hostname' cannot be set at the same time"
      : undefined,
    name !== "" && (label === "" || label.length > 63) ? `invalid hostname "${label}"` : undefined,
  );
}

/** Go's errors.Join: one error of several lines. */
function joined(...errors: readonly (string | undefined)[]): string[] {
  const found = errors.filter((error) => error !== undefined);
  return found.length === 0 ? [] : [found.join("\n")];
}

function contradictions(config: MachineConfig): string[] {
  if (!config.complete || !config.document("HostnameConfig")) return [];
  return [
    ...(config.text("machine.network.hostname") === undefined
      ? []
      : ["static hostname is already set in v1alpha1 config"]),
    ...(config.flag("machine.features.stableHostname") ? ["stable hostname is already set in v1alpha1 config"] : []),
  ];
}
