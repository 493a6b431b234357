import { calicoFiles, calicoSum, KNOWN_CALICO } from "./calico-releases";
import type { Config } from "../../model/config";
import type { Issue } from "../../model/errors";
import { nthAddress } from "../../model/ipv4";
import type { Rule } from "../../model/rules/rule";

type KubeadmConfig = Extract<Config["cluster"], { distribution: "kubeadm" }>;

/** It computes the address by itself and tells every kubelet: another one would be nobody's. */
const kubeadmDnsIsTheTenthAddress: Rule = (config) =>
  forKubeadm(config, ({ dnsServiceIp, serviceCidr }) => {
    const tenth = nthAddress(serviceCidr, 10);
    if (dnsServiceIp === undefined || dnsServiceIp === tenth) return [];
    const path = "cluster.dnsServiceIp";
    const problem = "not the address kubeadm gives to DNS";
    return [{ path, problem, got: dnsServiceIp, allowed: `allowed is ${tenth}`, remedy: "leave it out" }];
  });

/** Manifests are run with all rights, so nothing is applied whose sum is not known beforehand. */
const calicoIsPinned: Rule = (config) =>
  forKubeadm(config, (cluster) => [
    ...calicoFiles(cluster.calicoVersion)
      .filter((file) => calicoSum(cluster, file) === undefined)
      .map((file) => ({
        path: `cluster.calicoSha256.${file}`,
        problem: `missing for Calico ${cluster.calicoVersion}`,
        allowed: `allowed is its sha256, or one of the releases ${KNOWN_CALICO.join(", ")}`,
        remedy: `add it: curl -fsSL https://raw.githubusercontent.com/projectcalico/calico/${cluster.calicoVersion}/manifests/${file} | sha256sum`,
      })),
    ...Object.keys(cluster.calicoSha256 ?? {})
      .filter((file) => !calicoFiles(cluster.calicoVersion).includes(file))
      .map((file) => ({
        path: `cluster.calicoSha256.${file}`,
        problem: `no manifest of Calico ${cluster.calicoVersion}`,
        allowed: `allowed are ${calicoFiles(cluster.calicoVersion).join(", ")}`,
        remedy: "remove it",
      })),
  ]);

function forKubeadm(config: Config, check: (cluster: KubeadmConfig) => Issue[]): Issue[] {
  return config.cluster.distribution === "kubeadm" ? check(config.cluster) : [];
}

export const kubeadmRules: readonly Rule[] = [kubeadmDnsIsTheTenthAddress, calicoIsPinned];
