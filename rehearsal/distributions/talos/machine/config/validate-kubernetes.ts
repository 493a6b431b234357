import { isMap } from "./key-tree";
import { versionOfImage, type MachineConfig } from "./machine-config";

/** Kubernetes minors by Talos minor (pkg/machinery/compatibility). */
const supported: Readonly<Record<string, readonly [number, number]>> = {
  "1.10": [28, 33],
  "1.11": [29, 34],
  "1.12": [30, 35],
  "1.13": [31, 36],
  "1.14": [33, 37],
};

/** Kubernetes that comes with a Talos where the configuration names none (DefaultKubernetesVersion). */
const DEFAULT_KUBERNETES = "v1.36.3";

/** Fields of the kubelet's configuration that are Talos' own (pkg/machinery/kubelet). */
const protectedFields = [
  "apiVersion",
  "authentication",
  "authorization",
  "cgroupRoot",
  "kind",
  "kubeletCgroups",
  "port",
  "protectKernelDefaults",
  "resolvConf",
  "rotateCertificates",
  "systemCgroups",
  "staticPodPath",
  "seccompDefault",
];

const components = [
  ["kube-apiserver", "cluster.apiServer.image"],
  ["kube-controller-manager", "cluster.controllerManager.image"],
  ["kube-scheduler", "cluster.scheduler.image"],
] as const;

/** Version of the kubelet, or of a control plane's component, that a configuration asks for. */
export function kubernetesVersion(config: MachineConfig, path = "machine.kubelet.image"): string {
  return versionOfImage(config.text(path) ?? "") ?? DEFAULT_KUBERNETES;
}

/** What only a running Talos can tell: whether it knows the Kubernetes it is asked to run (RuntimeValidate). */
export function kubernetesErrors(config: MachineConfig, talosVersion: string): string[] {
  if (!config.complete) return [];
  const images = [["kubelet", "machine.kubelet.image"] as const, ...(config.role === "controlplane" ? components : [])];
  const wrong = images.flatMap(([name, path]) => {
    const problem = imageProblem(config.text(path), talosVersion);
    return problem === undefined ? [] : [`${name} image is not valid: ${problem}`];
  });
  return wrong;
}

function imageProblem(image: string | undefined, talosVersion: string): string | undefined {
  if (image === undefined) return undefined;
  const version = versionOfImage(image);
  if (version === undefined)
    return `failed to parse Kubernetes version from image reference "${image}": invalid image reference: "${image}"`;
  const minors = supported[talosVersion.replace(/^v/, "").split(".").slice(0, 2).join(".")];
  const minor = Number(version.split(".")[1]);
  if (!minors || (minor >= minors[0] && minor <= minors[1])) return undefined;
  const which = minor < minors[0] ? "old" : "new";
  return `version of Kubernetes ${version.slice(1)} is too ${which} to be used with Talos ${talosVersion.replace(/^v/, "")}`;
}

/** KubeletConfig.Validate. */
export function kubeletErrors(config: MachineConfig): string[] {
  const extra = config.at("machine.kubelet.extraConfig");
  return protectedFields
    .filter((field) => isMap(extra) && field in extra)
    .map((field) => `kubelet configuration field "${field}" can't be overridden`);
}
