import { containerdVersion } from "../../../guests/containerd/runtime";
import type { LinuxGuest } from "../../../guests/guest";
import { parseNodeTaint, systemOf, type NodeTaint, type Registration } from "../../../cluster/node";
import { Fatal } from "../../../cluster/service-process";
import { components, manifestPath } from "../files/static-pods";
import type { KubeletSettings } from "./kubelet-settings";

export function kubeletNodeName(guest: LinuxGuest, flags: ReadonlyMap<string, string>): string {
  return (flags.get("hostname-override") ?? guest.hostname()).toLowerCase();
}

/** What the kubelet says of its node when it registers. */
export function kubeadmRegistration(guest: LinuxGuest, { flags, version }: KubeletSettings): Registration {
  const { cores, memoryMiB } = guest.hardware;
  return {
    name: kubeletNodeName(guest, flags),
    machine: guest.name,
    server: components.every((name) => guest.tree.exists(manifestPath(name))),
    address: nodeAddress(guest, flags),
    version,
    labels: labelsOf(flags),
    taints: taintsOf(flags),
    system: systemOf(guest, `containerd://${containerdVersion(guest.tree) ?? ""}`),
    cores,
    memoryMiB,
    diskGiB: guest.layout.fileSystemGiB,
  };
}

function nodeAddress({ network }: LinuxGuest, flags: ReadonlyMap<string, string>): string {
  const own = network.interfaces.map(({ address }) => address);
  const wanted = flags.get("node-ip") ?? network.interfaces.find(({ gateway }) => gateway)?.address ?? own[0] ?? "";
  if (!own.includes(wanted))
    throw new Fatal(
      `failed to run Kubelet: failed to validate nodeIP: node IP: "${wanted}" not found in the host's network interfaces`,
    );
  return wanted;
}

/** NodeRestriction: a kubelet may not give itself a role. */
function labelsOf(flags: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  const pairs = (flags.get("node-labels") ?? "").split(",").filter(Boolean);
  const forbidden = pairs.filter(
    (pair) =>
      /^node-role\.kubernetes\.io\/|^(?!node\.|kubelet\.)[\w.-]*(k8s|kubernetes)\.io\//.test(pair) &&
      !allowedLabels.has(pair.split("=")[0] ?? ""),
  );
  if (forbidden.length > 0)
    throw new Fatal(
      `failed to validate kubelet flags: unknown 'kubernetes.io' or 'k8s.io' labels specified with --node-labels: [${forbidden.map((pair) => pair.split("=")[0]).join(", ")}]`,
    );
  return Object.fromEntries(pairs.map((pair) => pair.split("=") as [string, string]));
}

/** Labels of the reserved names that kubelets may set (k8s.io/kubelet/pkg/apis, well_known_labels.go). */
const allowedLabels = new Set([
  "beta.kubernetes.io/arch",
  "beta.kubernetes.io/instance-type",
  "beta.kubernetes.io/os",
  "failure-domain.beta.kubernetes.io/region",
  "failure-domain.beta.kubernetes.io/zone",
  "kubernetes.io/arch",
  "kubernetes.io/hostname",
  "kubernetes.io/os",
  "topology.kubernetes.io/region",
  "topology.kubernetes.io/zone",
]);

function taintsOf(flags: ReadonlyMap<string, string>): readonly NodeTaint[] {
  return (flags.get("register-with-taints") ?? "")
    .split(",")
    .filter(Boolean)
    .map((text) => {
      const taint = parseNodeTaint(text);
      if (!taint)
        throw new Fatal(`invalid argument "${text}" for "--register-with-taints" flag: invalid taint spec: ${text}`);
      return taint;
    });
}
