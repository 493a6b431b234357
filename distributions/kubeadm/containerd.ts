import { systemOfImage } from "../../os/registry";

/** A registry and its mirror. */
export type RegistryMirrors = Readonly<Record<string, string>>;

/** The last minor of Kubernetes tested with containerd 1 (its release notes); later kubelets refuse it (k/k#139121). */
const LAST_WITH_CONTAINERD_1 = 35;

/** The warning for a node OS whose archive has an old containerd. */
export function oldContainerd(kubernetesMinor: number, imageUrl = ""): string | undefined {
  const system = systemOfImage(imageUrl);
  if (system?.containerd !== 1 || kubernetesMinor <= LAST_WITH_CONTAINERD_1) return undefined;
  const last = `Kubernetes 1.${LAST_WITH_CONTAINERD_1} is the last that is tested with it`;
  return `${system.name} has containerd 1, and ${last}, not 1.${kubernetesMinor}`;
}

/** Containerd's folder for registries, with one subfolder each. */
export const REGISTRIES_PATH = "/etc/containerd/certs.d";

/** The pause image of a Kubernetes minor (cmd/kubeadm/app/constants, PauseVersion): the kubelet must not collect it. */
export function pauseImage(kubernetesMinor: number): string {
  const newest = [
    { from: 36, version: "3.10.2" },
    { from: 34, version: "3.10.1" },
    { from: 31, version: "3.10" },
  ].find(({ from }) => kubernetesMinor >= from);
  return `registry.k8s.io/pause:${newest?.version ?? "3.9"}`;
}

/**
 * /etc/containerd/config.toml in the version that the installed release reads: 2 for containerd 1, 3 for containerd 2. Only
 * what differs from the defaults, and an import folder for additions (used by the GPU operator's toolkit).
 */
export function containerdConfig(configVersion: 2 | 3, pause: string): string {
  return configVersion === 2 ? versionTwo(pause) : versionThree(pause);
}

/** /etc/containerd/certs.d/<registry>/hosts.toml: the mirror first, then the registry itself. */
export function hostsToml(registry: string, mirror: string): string {
  return lines([
    "# homelab: written by the bootstrap script",
    `server = "${upstream(registry)}"`,
    "",
    `[host."${mirror}"]`,
    'capabilities = ["pull", "resolve"]',
  ]);
}

/** Where kubernetes-cni and Calico install their plugins; Debian's containerd looks in another folder by default. */
const CNI_PLUGINS = "/opt/cni/bin";

function versionTwo(pause: string): string {
  const cri = 'plugins."io.containerd.grpc.v1.cri"';
  return lines([
    "version = 2",
    'imports = ["/etc/containerd/conf.d/*.toml"]',
    "",
    `[${cri}]`,
    `sandbox_image = "${pause}"`,
    "",
    `[${cri}.cni]`,
    `bin_dir = "${CNI_PLUGINS}"`,
    "",
    `[${cri}.containerd.runtimes.runc]`,
    'runtime_type = "io.containerd.runc.v2"',
    "",
    `[${cri}.containerd.runtimes.runc.options]`,
    "SystemdCgroup = true",
    "",
    `[${cri}.registry]`,
    `config_path = "${REGISTRIES_PATH}"`,
  ]);
}

function versionThree(pause: string): string {
  const images = "plugins.'io.containerd.cri.v1.images'";
  const runtime = "plugins.'io.containerd.cri.v1.runtime'";
  return lines([
    "version = 3",
    'imports = ["/etc/containerd/conf.d/*.toml"]',
    "",
    `[${images}.pinned_images]`,
    `sandbox = "${pause}"`,
    "",
    `[${images}.registry]`,
    `config_path = "${REGISTRIES_PATH}"`,
    "",
    `[${runtime}.containerd.runtimes.runc]`,
    'runtime_type = "io.containerd.runc.v2"',
    "",
    `[${runtime}.containerd.runtimes.runc.options]`,
    "SystemdCgroup = true",
  ]);
}

/** Docker Hub's API has a different host name than its images. */
function upstream(registry: string): string {
  return `https://${registry === "docker.io" ? "registry-1.docker.io" : registry}`;
}

const lines = (text: readonly string[]) => text.map((line) => `${line}\n`).join("");
