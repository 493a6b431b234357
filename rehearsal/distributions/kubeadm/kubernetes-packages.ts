import type { InternetFile } from "../../simulation-spec";
import { aptRepository } from "../../guests/packages/apt-repository";

/** The key of the OBS project that builds them (pkgs.k8s.io Release.key). */
const FINGERPRINT = "DE15B14486CD377B9E876E1A234654DA9A296436";

/** Minors that got no release since the build service signs in the form of today; of 1.31 it is not known (kubernetes/release#3869). */
const FIRST_SIGNED_ANEW = 32;

/** Versions a minor's own archive has of what its packages need (pkgs.k8s.io). */
const cniVersions: Readonly<Record<number, string>> = { 29: "1.3.0-1.1", 34: "1.7.1-1.1" };

/**
 * The apt archive of one minor of Kubernetes, as pkgs.k8s.io serves it: a minor has no archive of another one's releases.
 * Until v1.31 kubelet and kubeadm need conntrack and the like; cri-tools come with kubeadm always.
 */
export function kubernetesPackages(releases: readonly string[]): InternetFile[] {
  const minors = [...new Set(releases.map(minor))];
  return minors.flatMap((number) =>
    aptRepository({
      url: `https://pkgs.k8s.io/core:/stable:/v1.${number}/deb/`,
      fingerprint: FINGERPRINT,
      keyFile: "Release.key",
      oldSignature: number < FIRST_SIGNED_ANEW,
      offers: [
        { name: "kubernetes-cni", version: cniVersions[number] ?? "1.6.0-1.1" },
        { name: "cri-tools", version: `1.${number}.0-1.1` },
        ...releases.filter((release) => minor(release) === number).flatMap((release) => releaseOffers(release, number)),
      ],
    }),
  );
}

function releaseOffers(release: string, number: number) {
  const version = `${release.replace(/^v/, "")}-1.1`;
  const tools = number < 32 ? ["conntrack", "ebtables", "ethtool", "iproute2", "iptables", "socat"] : [];
  return [
    { name: "kubectl", version },
    { name: "kubelet", version, depends: [...tools, "kubernetes-cni"] },
    { name: "kubeadm", version, depends: ["cri-tools"] },
  ];
}

function minor(release: string): number {
  return Number(release.split(".")[1]);
}
