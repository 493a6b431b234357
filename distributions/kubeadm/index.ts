import { FILLED_WHILE_RUNNING, inPlace } from "../../model/key-effect";
import { KUBE_VIP, untestedPair } from "../../model/add-on";
import { minorOf } from "../../model/kubernetes-releases";
import { publishedImage } from "../../os/published-image";
import type { Distribution } from "../distribution";
import { oldContainerd } from "./containerd";
import { effects } from "./effects";
import { HELD_PACKAGES } from "./kubernetes-packages";
import { versions } from "./read-versions";
import { releaseIssues } from "./release-change";
import { rules } from "./rules";

/** kubeadm: the upstream packages, joined with tokens that are issued on demand and stored nowhere. */
export const kubeadm: Distribution<"kubeadm"> = {
  title: "kubeadm",
  kubernetesKey: "version",
  // Before it kubeadm has no super-admin.conf, and pkgs.k8s.io few releases.
  oldestMinor: 29,
  // kubeadm's preflight (two processors and 1700 MiB on control planes) and kubernetes.io/docs (2 GB a machine).
  sizes: {
    "control-plane": { least: { cores: 2, memoryMiB: 2048 }, advised: { cores: 2, memoryMiB: 2048 } },
    worker: { least: { cores: 1, memoryMiB: 1024 }, advised: { cores: 1, memoryMiB: 2048 } },
  },
  systems: ["ubuntu", "debian"],
  packages: HELD_PACKAGES,
  removesFailedNodes: true,
  effects,
  diskGrowth: inPlace(FILLED_WHILE_RUNNING),

  issues: (config) => rules.flatMap((rule) => rule(config)),
  warnings: ({ calicoVersion, version }, { template }) =>
    [
      untestedPair("Calico", calicoVersion, versions.calicoTestedWith, minorOf(version)),
      oldContainerd(minorOf(version), template.image?.url),
    ].filter((text) => text !== undefined),
  releases: ({ version: release }) => [{ path: "cluster.version", release }],
  addOns: ({ kubeVipVersion: release }) => [
    { path: "cluster.kubeVipVersion", release, tested: versions.kubeVip.version, ...KUBE_VIP },
  ],
  outsiders: ({ registryMirrors }) =>
    Object.entries(registryMirrors).map(([name, url]) => ({
      path: `cluster.registryMirrors.${name}`,
      what: `mirror of ${name}`,
      address: new URL(url).hostname,
    })),

  kubernetesVersion: ({ version }) => version,
  image: ({ template }) => publishedImage(template),

  releaseText: ({ version }) => `kubeadm ${version}`,
  vipHolder: ({ kubeVipVersion: release }) => ({ name: "kube-vip", release }),

  releaseIssues,
  releaseNotices: () => [],

  derivedSecrets: () => ({}),
  outputs: {},
};
