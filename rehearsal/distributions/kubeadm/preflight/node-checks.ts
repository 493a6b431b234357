import type { LinuxGuest } from "../../../guests/guest";
import { DEFAULT_PATH } from "../../../guests/shell/session";
import { kubeletVersion, runtimeTrouble } from "../node/kubelet-settings";
import { kubeadmMinor, since } from "../release";
import { failing, warning, type CheckContext, type Finding } from "./check";

/** What every node has to offer, in kubeadm's order and words (cmd/kubeadm/app/preflight, addCommonChecks). */
export function nodeChecks(context: CheckContext): readonly Finding[] {
  const { guest, version } = context.run;
  const minor = kubeadmMinor(version);
  return [
    ...runtime(context, minor),
    ...swap(guest, minor),
    ...tools(guest, minor, context.kubernetesVersion),
    ...hostname(guest, context.registration.name),
    ...kubelet(guest, context.kubernetesVersion),
    ...portFree(guest, 10250),
  ];
}

/** Settings a pod network needs; bridges are no longer looked at by newer releases. */
export function networkChecks({ run: { guest, version } }: CheckContext): readonly Finding[] {
  const bridge = "/proc/sys/net/bridge/bridge-nf-call-iptables";
  const bridged = guest.kernel.sysctls.get("net.bridge.bridge-nf-call-iptables") ?? "1";
  const old = kubeadmMinor(version) < 30;
  const bridgeFinding = !guest.kernel.modules.has("br_netfilter")
    ? [fileContent(bridge, "does not exist")]
    : bridged === "1"
      ? []
      : [fileContent(bridge, "contents are not set to 1")];
  const forwards = guest.kernel.sysctls.get("net.ipv4.ip_forward") === "1";
  return [
    ...(old ? bridgeFinding : []),
    ...(forwards ? [] : [fileContent("/proc/sys/net/ipv4/ip_forward", "contents are not set to 1")]),
  ];
}

function fileContent(path: string, what: string): Finding {
  return failing(`FileContent-${path.replaceAll("/", "-")}`, `${path} ${what}`);
}

/** Older releases ask crictl, and that one fails; newer ones only mention it here and fail when they pull images. */
function runtime({ run, registration: { criSocket } }: CheckContext, minor: number): readonly Finding[] {
  const trouble = runtimeTrouble(run.guest, criSocket);
  if (trouble === undefined) return [];
  if (minor < since.runtimeApi) {
    const line = `time="2026-11-21T00:00:00Z" level=fatal msg=${JSON.stringify(trouble)}`;
    return [failing("CRI", `container runtime is not running: output: ${line}\n, error: exit status 1`)];
  }
  run.warn(
    `checks.go:1046] [preflight] WARNING: Couldn't create the interface used for talking to the container runtime: failed to create new CRI runtime service: ${trouble}`,
  );
  return [];
}

function swap({ kernel }: LinuxGuest, minor: number): readonly Finding[] {
  if (kernel.swaps.size === 0) return [];
  const words =
    minor < since.newWords
      ? "swap is supported for cgroup v2 only; the NodeSwap feature gate of the kubelet is beta but disabled by default"
      : "swap is supported for cgroup v2 only. The kubelet must be properly configured to use swap. Please refer to https://kubernetes.io/docs/concepts/architecture/nodes/#swap-memory, or disable swap on the node";
  return [warning("Swap", words)];
}

/** Programs by package: on the image, or brought by one. */
function tools(guest: LinuxGuest, minor: number, kubernetesVersion: string | undefined): readonly Finding[] {
  const old = minor < since.fewerTools;
  const asksConntrack = old || (kubernetesVersion !== undefined && kubeadmMinor(kubernetesVersion) < since.fewerTools);
  const wanted = [...(old ? ["crictl"] : []), ...(asksConntrack ? ["conntrack"] : [])];
  const missing = wanted.filter((name) => !isInPath(guest, name));
  return missing.map((name) => failing(`FileExisting-${name}`, `${name} not found in system path`));
}

function isInPath({ tree }: LinuxGuest, name: string): boolean {
  return DEFAULT_PATH.split(":").some((folder) => tree.exists(`${folder}/${name}`));
}

function hostname({ tree }: LinuxGuest, name: string): readonly Finding[] {
  const known = (tree.read("/etc/hosts") ?? "").split("\n").some((line) => line.split(/\s+/).includes(name));
  if (known) return [];
  return [
    warning("Hostname", `hostname "${name}" could not be reached`),
    warning("Hostname", `hostname "${name}": lookup ${name} on 127.0.0.53:53: server misbehaving`),
  ];
}

function kubelet(guest: LinuxGuest, kubernetesVersion: string | undefined): readonly Finding[] {
  if (!guest.tree.exists("/usr/bin/kubelet"))
    return [
      failing(
        "KubeletVersion",
        "couldn't get kubelet version: cannot execute 'kubelet --version': executable file not found in $PATH",
      ),
    ];
  const version = kubeletVersion(guest);
  const skewed = kubernetesVersion !== undefined && kubeadmMinor(version) > kubeadmMinor(kubernetesVersion);
  return [
    ...(skewed
      ? [
          failing(
            "KubeletVersion",
            `the kubelet version is higher than the control plane version. This is not a supported version skew and may lead to a malfunctional cluster. Kubelet version: "${version.slice(1)}" Control plane version: "${kubernetesVersion.slice(1)}"`,
          ),
        ]
      : []),
    ...(guest.units.files.isEnabled("kubelet.service")
      ? []
      : [warning("Service-Kubelet", "kubelet service is not enabled, please run 'systemctl enable kubelet.service'")]),
  ];
}

export function portFree({ network }: LinuxGuest, port: number): readonly Finding[] {
  return network.serviceOn(port, true) ? [failing(`Port-${port}`, `Port ${port} is in use`)] : [];
}
