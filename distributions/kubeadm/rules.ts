import type { Issue } from "../../model/errors";
import { Subnet } from "../../model/address";
import { calicoFiles, calicoSum, KNOWN_CALICO } from "./calico-releases";
import { minorOf } from "../../model/kubernetes-releases";
import { systemOfImage } from "../../os/registry";
import type { KubeadmConfig } from "./plan";

/** It computes the address by itself and passes it to every kubelet: another one would not exist. */
function kubeadmDnsIsTheTenthAddress({ cluster: { dnsServiceIp, serviceCidr } }: KubeadmConfig): Issue[] {
  const tenth = Subnet.of(serviceCidr).nth(10);
  if (dnsServiceIp === undefined || dnsServiceIp === tenth) return [];
  const path = "cluster.dnsServiceIp";
  const problem = "not the address kubeadm gives to DNS";
  return [{ path, problem, got: dnsServiceIp, allowed: `must be ${tenth}`, remedy: "leave it out" }];
}

/** Manifests are applied with admin rights, so only those with a known checksum are. */
function calicoIsPinned({ cluster }: KubeadmConfig): Issue[] {
  return [
    ...calicoFiles(cluster.calicoVersion)
      .filter((file) => calicoSum(cluster, file) === undefined)
      .map((file) => ({
        path: `cluster.calicoSha256.${file}`,
        problem: `missing for Calico ${cluster.calicoVersion}`,
        got: "nothing",
        allowed: `must be its sha256, or one of the releases ${KNOWN_CALICO.join(", ")}`,
        remedy: `add it: curl -fsSL https://raw.githubusercontent.com/projectcalico/calico/${cluster.calicoVersion}/manifests/${file} | sha256sum`,
      })),
    ...Object.keys(cluster.calicoSha256 ?? {})
      .filter((file) => !calicoFiles(cluster.calicoVersion).includes(file))
      .map((file) => ({
        path: `cluster.calicoSha256.${file}`,
        problem: `no manifest of Calico ${cluster.calicoVersion}`,
        got: `"${file}"`,
        allowed: `must be ${calicoFiles(cluster.calicoVersion).join(", ")}`,
        remedy: "remove it",
      })),
  ];
}

/**
 * The first minor whose archive is signed in the form of today: those that get releases no more keep the signature they have
 * (kubernetes/release#3869). Of 1.31, whose last release came at that time, it is not known.
 */
const FIRST_SIGNED_ANEW = 32;

function packagesAreAccepted({ cluster: { version }, template }: KubeadmConfig): Issue[] {
  const system = systemOfImage(template.image?.url ?? "");
  if (!system?.refusesOldSignatures || minorOf(version) >= FIRST_SIGNED_ANEW) return [];
  const problem = `its packages are signed in a form that ${system.name} refuses since February 2026`;
  const allowed = `must be v1.${FIRST_SIGNED_ANEW} or newer there`;
  return [
    {
      path: "cluster.version",
      problem,
      got: `"${version}"`,
      allowed,
      remedy: "choose a newer release or another image",
    },
  ];
}

/** Every rule that applies only to kubeadm. */
export const rules: readonly ((config: KubeadmConfig) => Issue[])[] = [
  kubeadmDnsIsTheTenthAddress,
  calicoIsPinned,
  packagesAreAccepted,
];
