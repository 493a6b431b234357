import type { StackConfig } from "../../distributions/distribution";
import type { Issue } from "../../model/errors";
import { Address, Subnet } from "../../model/address";
import { bridgePlans } from "../../model/network-plan";
import { searchDomain } from "../../model/search-domain";
import type { Rule } from "./rule";

interface NamedCidr {
  readonly path: string;
  readonly cidr: string;
}

/** `10.10.10.1/24` says two things at once: an address and a network. */
const cidrsHaveNoHostBits: Rule = (config) =>
  allCidrs(config)
    .filter(({ cidr }) => String(Subnet.of(cidr)) !== cidr)
    .map(({ path, cidr }) => ({
      path,
      problem: "host bits set",
      got: cidr,
      allowed: "must be a network address",
      remedy: `did you mean ${String(Subnet.of(cidr))}?`,
    }));

/** Node, pod and service networks are routed on the same machines. */
const cidrsDoNotOverlap: Rule = (config) => {
  const cidrs = allCidrs(config).map((named) => ({ ...named, range: Subnet.of(named.cidr) }));
  return cidrs.flatMap((later, index) => {
    const [first, ...others] = cidrs.slice(0, index).filter((earlier) => earlier.range.overlaps(later.range));
    return first === undefined ? [] : [overlap(later, first, others.length)];
  });
};

function overlap({ path, cidr }: NamedCidr, first: NamedCidr, more: number): Issue {
  return {
    path,
    problem: `overlaps ${first.path} ${first.cidr}${more > 0 ? ` and ${more} more` : ""}`,
    got: cidr,
    allowed: "must be a network of its own",
    remedy: more > 0 ? "move it" : "move one of the two",
  };
}

/** Every node takes a /24 of the pod network: the default of Kubernetes' node-cidr-mask-size. */
const podCidrHoldsEveryNode: Rule = (config) => {
  const { podCidr } = config.cluster;
  const ranges = Subnet.of(podCidr).parts(24);
  const nodes = Object.keys(config.nodes).length;
  if (nodes <= ranges) return [];
  const needed = 24 - Math.ceil(Math.log2(nodes));
  const problem = `too small for ${nodes} nodes of a /24 each`;
  return [
    {
      path: "cluster.podCidr",
      problem,
      got: podCidr,
      allowed: `must be a /${needed} or larger`,
      remedy: "give it more addresses",
    },
  ];
};

const gatewaysAreInsideTheirSubnet: Rule = (config) =>
  Object.entries(config.network.subnets)
    .filter(([, { cidr }]) => Subnet.of(cidr).holdsMachines)
    .filter(([, { cidr, gateway }]) => !Subnet.of(cidr).contains(gateway) || Subnet.of(cidr).isEdge(gateway))
    .map(([name, { cidr, gateway }]) => ({
      path: `network.subnets.${name}.gateway`,
      problem: "not a usable address of its subnet",
      got: gateway,
      allowed: `must be ${Subnet.of(cidr).usable()}`,
      remedy: "write the router's address in this subnet",
    }));

/** CoreDNS needs a service address, and the first is the API's own. */
const dnsServiceIpIsInsideServiceCidr: Rule = (config): Issue[] => {
  const { dnsServiceIp, serviceCidr } = config.cluster;
  if (dnsServiceIp === undefined) return [];
  const { first, last } = Subnet.of(serviceCidr);
  const address = Address.of(dnsServiceIp);
  if (address.compare(first.next()) > 0 && address.compare(last) < 0) return [];
  return [
    {
      path: "cluster.dnsServiceIp",
      problem: "not an address for a Service",
      got: dnsServiceIp,
      allowed: `must be one of ${serviceCidr} after its second`,
      remedy: "leave it out for the tenth address of serviceCidr",
    },
  ];
};

function allCidrs(config: StackConfig): NamedCidr[] {
  return [
    ...Object.entries(config.network.subnets).map(([name, { cidr }]) => ({
      path: `network.subnets.${name}.cidr`,
      cidr,
    })),
    { path: "cluster.podCidr", cidr: config.cluster.podCidr },
    { path: "cluster.serviceCidr", cidr: config.cluster.serviceCidr },
  ];
}

/** The cluster's DNS answers for its whole domain: pods would find no machine whose name lies below it (CoreDNS: kubernetes). */
const searchDomainsAreOutsideTheCluster: Rule = (config) =>
  Object.keys(config.network.subnets).flatMap((subnet) => {
    const [search, domain] = [searchDomain(config, subnet), config.cluster.clusterDomain];
    if (search !== domain && !search.endsWith(`.${domain}`)) return [];
    return [
      {
        path: "cluster.clusterDomain",
        problem: `the search domain of subnet ${subnet} (${search}) lies in it, where pods find no machine`,
        got: domain,
        allowed: "must be a domain used for nothing else, e.g. cluster.local",
        remedy: "change one of the two",
      },
    ];
  });

/** The host routes a bridge's whole network into it, and pods and Services with such addresses are not there. */
const bridgesAreOutsideTheCluster: Rule = (config) =>
  bridgePlans(config).flatMap(({ name, address }): Issue[] =>
    (["podCidr", "serviceCidr"] as const).flatMap((key) => {
      const cidr = config.cluster[key];
      if (address === undefined || !Subnet.of(address).overlaps(Subnet.of(cidr))) return [];
      return [
        {
          path: `network.bridges.${name}.address`,
          problem: `its network overlaps cluster.${key} ${cidr}`,
          got: address,
          allowed: "must be in a network that the cluster does not use, e.g. that of its subnet",
          remedy: "move one of the two",
        },
      ];
    }),
  );

export const networkRules: readonly Rule[] = [
  cidrsHaveNoHostBits,
  cidrsDoNotOverlap,
  bridgesAreOutsideTheCluster,
  podCidrHoldsEveryNode,
  gatewaysAreInsideTheirSubnet,
  dnsServiceIpIsInsideServiceCidr,
  searchDomainsAreOutsideTheCluster,
];
