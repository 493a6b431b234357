import type { StackConfig } from "../../distributions/distribution";
import type { Issue } from "../../model/errors";
import { Address, Subnet } from "../../model/address";
import type { Rule } from "./rule";

/** Blocks that no machine, pod or Service has an address of (IANA IPv4 Special-Purpose Address Registry; RFC 6890). */
const SPECIAL = [
  ["0.0.0.0/8", "addresses of this network"],
  ["127.0.0.0/8", "loopback addresses"],
  ["169.254.0.0/16", "link-local addresses"],
  ["224.0.0.0/4", "multicast addresses"],
  ["240.0.0.0/4", "reserved addresses (class E)"],
].map(([cidr = "", what = ""]) => ({ block: Subnet.of(cidr), what }));

/** What a block holds that cannot be anybody's. */
export function specialRange(given: Subnet): string | undefined {
  return SPECIAL.find(({ block }) => block.overlaps(given))?.what;
}

const networksAreOrdinary: Rule = (config) =>
  networks(config).flatMap(({ path, cidr }) => {
    const what = specialRange(Subnet.of(cidr));
    return what === undefined
      ? []
      : [networkIssue(path, `contains ${what}`, cidr, "must be a private network", PRIVATE)];
  });

const PRIVATE = "choose one inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16";

/** Two addresses are the network's own; of a larger prefix nothing is left for machines and their gateway. */
const subnetsHoldMachines: Rule = ({ network }) =>
  Object.entries(network.subnets)
    .filter(([, { cidr }]) => !Subnet.of(cidr).holdsMachines || Subnet.of(cidr).prefixLength < 8)
    .map(([name, { cidr }]) =>
      networkIssue(
        `network.subnets.${name}.cidr`,
        "no network for machines",
        cidr,
        "must be /8 to /30",
        "write its real prefix",
      ),
    );

/** Every node is given a /24, and kubeadm takes no more than 2^16 of them (PodSubnetNodeMaskMaxDiff, v1.29 to v1.34). */
const podCidrIsNotTooLarge: Rule = ({ cluster: { podCidr } }) =>
  Subnet.of(podCidr).prefixLength >= 8
    ? []
    : [
        networkIssue(
          "cluster.podCidr",
          "too large for nodes of a /24 each",
          podCidr,
          "must be /8 or smaller",
          "take a part of it",
        ),
      ];

/**
 * At most twenty bits: for kubeadm always (MaximumBitsForServiceSubnet), for API servers while they keep the old allocator
 * too (cmd/kube-apiserver/app/options/validation.go: maxCIDRBits, v1.29 to v1.34). kubeadm gives DNS the tenth address, and
 * RKE2 and Talos do too.
 */
const serviceCidrFits: Rule = ({ cluster: { serviceCidr } }) => {
  const { prefixLength } = Subnet.of(serviceCidr);
  if (prefixLength >= 12 && prefixLength <= 28) return [];
  const problem = prefixLength < 12 ? "too large for an API server" : "too small: DNS has its tenth address";
  return [
    networkIssue(
      "cluster.serviceCidr",
      problem,
      serviceCidr,
      "must be /12 to /28",
      "write 10.96.0.0/12 or 10.43.0.0/16",
    ),
  ];
};

/** A certificate is asked about an address that somebody answers at; loopback is one of them. */
const certificateNamesAreAddresses: Rule = ({ cluster }) =>
  cluster.sans.flatMap((name, index) => {
    const what = Address.isOne(name) ? specialRange(Subnet.ofOne(name)) : undefined;
    if (what === undefined || name.startsWith("127.")) return [];
    const allowed = "must be an address or a name that the API answers at, e.g. api.example.net";
    return [networkIssue(`cluster.sans[${index}]`, `one of the ${what}`, `"${name}"`, allowed, "remove it")];
  });

function networks({ network, cluster }: StackConfig): { path: string; cidr: string }[] {
  return [
    ...Object.entries(network.subnets).map(([name, { cidr }]) => ({ path: `network.subnets.${name}.cidr`, cidr })),
    { path: "cluster.podCidr", cidr: cluster.podCidr },
    { path: "cluster.serviceCidr", cidr: cluster.serviceCidr },
  ];
}

function networkIssue(path: string, problem: string, got: string, allowed: string, remedy: string): Issue {
  return { path, problem, got, allowed, remedy };
}

export const specialRangeRules: readonly Rule[] = [
  networksAreOrdinary,
  subnetsHoldMachines,
  podCidrIsNotTooLarge,
  serviceCidrFits,
  certificateNamesAreAddresses,
];
