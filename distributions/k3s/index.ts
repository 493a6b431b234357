import { deriveToken } from "../../model/derive-token";
import { FILLED_WHILE_RUNNING, inPlace } from "../../model/edits/effect";
import { type AddOnLimits, KUBE_VIP } from "../../model/add-on";
import { publishedImage } from "../../os/published-image";
import type { Distribution } from "../distribution";
import { newAgentIssues } from "../rancher/release-change";
import { effects } from "./effects";
import { K3S } from "./names";
import { rules } from "./rules";

/** The oldest whose values are ours, and the newest minor that was known. */
const CILIUM: AddOnLimits = { oldest: "v1.17.0", why: "its values are written for newer ones", newest: [1, 20] };

/** k3s: one program that is server or agent, with etcd in the server. */
export const k3s: Distribution<"k3s"> = {
  title: "k3s",
  kubernetesKey: "version",
  // Its etcd has no HTTP gateway of its own before v1.28.3+k3s1 (k3s#8402).
  oldestMinor: 29,
  // docs.k3s.io/installation/requirements: 2 cores and 2 GB of a server, 1 core and 512 MB of an agent, to which comes what
  // kubernetes.io asks of any machine.
  sizes: {
    "control-plane": { least: { cores: 1, memoryMiB: 2048 }, advised: { cores: 2, memoryMiB: 2048 } },
    worker: { least: { cores: 1, memoryMiB: 1024 }, advised: { cores: 1, memoryMiB: 1024 } },
  },
  systems: ["ubuntu", "debian"],
  removesFailedNodes: true,
  effects,
  diskGrowth: inPlace(FILLED_WHILE_RUNNING),

  issues: (config) => rules.flatMap((rule) => rule(config)),
  warnings: ({ disable }) =>
    disable.includes("coredns")
      ? ["cluster.disable has coredns: pods look up no name until you install a DNS server"]
      : [],
  releases: ({ version, agentVersion }) => [
    { path: "cluster.version", release: version },
    ...(agentVersion === undefined ? [] : [{ path: "cluster.agentVersion", release: agentVersion }]),
  ],
  addOns: ({ kubeVipVersion, ciliumVersion }) => [
    { path: "cluster.kubeVipVersion", release: kubeVipVersion, ...KUBE_VIP },
    { path: "cluster.ciliumVersion", release: ciliumVersion, ...CILIUM },
  ],
  outsiders: ({ registryMirrors }) =>
    Object.entries(registryMirrors).map(([name, url]) => ({
      path: `cluster.registryMirrors.${name}`,
      what: `mirror of ${name}`,
      address: new URL(url).hostname,
    })),

  kubernetesVersion: ({ version }) => version.replace(/\+.*$/, ""),
  image: ({ template }) => publishedImage(template),

  releaseText: ({ version, agentVersion }) =>
    `k3s ${version}${agentVersion === undefined ? "" : `, agents ${agentVersion}`}`,
  vipHolder: ({ kubeVipVersion: release }) => ({ name: "kube-vip", release }),

  releaseIssues: newAgentIssues,
  releaseNotices: () => [],

  derivedSecrets: (rootKey) => ({
    [K3S.tokenPurposes.server]: deriveToken(rootKey, K3S.tokenPurposes.server),
    [K3S.tokenPurposes.agent]: deriveToken(rootKey, K3S.tokenPurposes.agent),
  }),
  outputs: {},
};
