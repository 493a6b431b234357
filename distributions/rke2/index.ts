import { deriveToken } from "../../model/derive-token";
import { FILLED_WHILE_RUNNING, inPlace } from "../../model/edits/effect";
import { KUBE_VIP } from "../../model/add-on";
import { publishedImage } from "../../os/published-image";
import type { Distribution } from "../distribution";
import { effects } from "./effects";
import { newAgentIssues } from "../rancher/release-change";
import { rules } from "./rules";
import { RKE2 } from "./names";

/** RKE2: servers and agents of a release of its own, with etcd in the server. */
export const rke2: Distribution<"rke2"> = {
  title: "RKE2",
  kubernetesKey: "version",
  // Its etcd has no HTTP gateway of its own before v1.28.3+rke2r1 (k3s#8402).
  oldestMinor: 29,
  // docs.rke2.io/install/requirements: 2 CPUs and 4 GB of any node. It refuses nothing itself, so that less than
  // kubernetes.io asks of any machine is refused here, and less than its own makers ask is warned of.
  sizes: {
    "control-plane": { least: { cores: 1, memoryMiB: 2048 }, advised: { cores: 2, memoryMiB: 4096 } },
    worker: { least: { cores: 1, memoryMiB: 1024 }, advised: { cores: 2, memoryMiB: 4096 } },
  },
  systems: ["ubuntu", "debian"],
  removesFailedNodes: true,
  effects,
  diskGrowth: inPlace(FILLED_WHILE_RUNNING),

  issues: (config) => rules.flatMap((rule) => rule(config)),
  warnings: ({ disable }) =>
    disable.includes("rke2-coredns")
      ? ["cluster.disable has rke2-coredns: pods look up no name until you install a DNS server"]
      : [],
  releases: ({ version, agentVersion }) => [
    { path: "cluster.version", release: version },
    ...(agentVersion === undefined ? [] : [{ path: "cluster.agentVersion", release: agentVersion }]),
  ],
  addOns: ({ kubeVipVersion: release }) => [{ path: "cluster.kubeVipVersion", release, ...KUBE_VIP }],
  outsiders: () => [],

  kubernetesVersion: ({ version }) => version.replace(/\+.*$/, ""),
  image: ({ template }) => publishedImage(template),

  releaseText: ({ version, agentVersion }) =>
    `rke2 ${version}${agentVersion === undefined ? "" : `, agents ${agentVersion}`}`,
  vipHolder: ({ kubeVipVersion: release }) => ({ name: "kube-vip", release }),

  releaseIssues: newAgentIssues,
  releaseNotices: () => [],

  derivedSecrets: (rootKey) => ({
    [RKE2.tokenPurposes.server]: deriveToken(rootKey, RKE2.tokenPurposes.server),
    [RKE2.tokenPurposes.agent]: deriveToken(rootKey, RKE2.tokenPurposes.agent),
  }),
  outputs: {},
};
