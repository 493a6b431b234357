import { KUBE_VIP } from "../../model/add-on";
import { deriveToken } from "../../model/derive-token";
import { FILLED_WHILE_RUNNING, inPlace } from "../../model/key-effect";
import { publishedImage } from "../../os/published-image";
import type { Distribution } from "../distribution";
import type { RancherName, RancherProgram } from "./program";
import { newAgentIssues } from "./release-change";

/** The part of a distribution that both share. */
export function sharedBy(
  { name, tokenPurposes, dnsAddOn }: Pick<RancherProgram, "name" | "tokenPurposes" | "dnsAddOn">,
  testedKubeVip: string,
) {
  return {
    kubernetesKey: "version" as const,
    // Before v1.28.3 neither has an HTTP gateway for etcd (k3s#8402).
    oldestMinor: 29,
    removesFailedNodes: true,
    diskGrowth: inPlace(FILLED_WHILE_RUNNING),

    warnings: ({ disable }) =>
      disable.some((addOn) => addOn === dnsAddOn)
        ? [`cluster.disable has ${dnsAddOn}: pods look up no name until you install a DNS server`]
        : [],

    releases: ({ version, agentVersion }) => [
      { path: "cluster.version", release: version },
      ...(agentVersion === undefined ? [] : [{ path: "cluster.agentVersion", release: agentVersion }]),
    ],
    addOns: ({ kubeVipVersion: release }) => [
      { path: "cluster.kubeVipVersion", release, tested: testedKubeVip, ...KUBE_VIP },
    ],

    kubernetesVersion: ({ version }) => version.replace(/\+.*$/, ""),
    image: ({ template }) => publishedImage(template),

    releaseText: ({ version, agentVersion }) =>
      `${name} ${version}${agentVersion === undefined ? "" : `, agents ${agentVersion}`}`,
    vipHolder: ({ kubeVipVersion: release }) => ({ name: "kube-vip", release }),

    releaseIssues: newAgentIssues,
    releaseNotices: () => [],

    derivedSecrets: (rootKey) => ({
      [tokenPurposes.server]: deriveToken(rootKey, tokenPurposes.server),
      [tokenPurposes.agent]: deriveToken(rootKey, tokenPurposes.agent),
    }),
    outputs: {},
  } satisfies Partial<Distribution<RancherName>>;
}
