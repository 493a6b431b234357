import { hasImage } from "../../guests/containerd/images";
import type { LinuxGuest } from "../../guests/guest";
import { etcdImage } from "./files/static-pod-commands";
import { components } from "./files/static-pods";
import { kubeadmMinor } from "./release";

/** Share of the profile's times for an initialization and for joins that pulling images takes. */
const PULL_SHARE = 0.4;

/** Images of a control plane, in kubeadm's order (cmd/kubeadm/app/images, GetControlPlaneImages). */
export function controlPlaneImages(release: string): readonly string[] {
  const own = [...components, "kube-proxy"].map((name) => `registry.k8s.io/${name}:${release}`);
  return [...own, `registry.k8s.io/coredns/coredns:${coreDns(release)}`, pauseImage(release), etcdImage(release)];
}

/** What a worker runs: the pod network's two are pulled by the kubelet. */
export function workerImages(release: string): readonly string[] {
  return [`registry.k8s.io/kube-proxy:${release}`, pauseImage(release), ...POD_NETWORK];
}

const POD_NETWORK = ["quay.io/calico/cni", "quay.io/calico/node"];

/** What is not on the machine of these. */
export function missingImages(guest: LinuxGuest, images: readonly string[]): readonly string[] {
  return images.filter((image) => !hasImage(guest, image));
}

/** What of an initialization or a join that takes so long with `all` to pull is spent on those that are missing. */
export function pullMs(missing: readonly string[], all: readonly string[], ms: number): number {
  return (ms * PULL_SHARE * missing.length) / all.length;
}

/** CoreDNSVersion and PauseVersion of cmd/kubeadm/app/constants, as read in v1.29.15 and v1.34.2. */
const coreDns = (release: string): string => (kubeadmMinor(release) >= 34 ? "v1.12.1" : "v1.11.1");
const pauseImage = (release: string): string =>
  `registry.k8s.io/pause:${kubeadmMinor(release) >= 34 ? "3.10.1" : kubeadmMinor(release) >= 31 ? "3.10" : "3.9"}`;
