import type { StackConfig } from "../../distributions/distribution";
import { effectiveNodes } from "../../model/effective-node";
import { Subnet } from "../../model/address";
import type { Issue } from "../../model/errors";
import { repeated, type Rule } from "./rule";
import { specialRange } from "./special-ranges";

interface NameServer {
  readonly path: string;
  readonly address: string;
}

/** Somebody has to answer there, from where the machine is. */
const nameServersAreMachines: Rule = (config) =>
  nameServers(config).flatMap((server) => {
    const special = specialRange(Subnet.ofOne(server.address));
    const edge = Object.values(config.network.subnets).find(({ cidr }) => Subnet.of(cidr).isEdge(server.address));
    if (special === undefined && !edge) return [];
    const problem = special === undefined ? `network or broadcast address of ${edge?.cidr}` : `one of the ${special}`;
    return [issue(server, problem, "write the address of a name server, or leave dns out for the gateway")];
  });

/** The VIP is nobody's until there is a cluster, and nodes need names to become one. */
const nameServersAreNotOfTheCluster: Rule = (config) => {
  const owners = new Map([
    ...effectiveNodes(config).map(({ name, address }) => [address, `node ${name}`] as const),
    ...(config.cluster.vip === undefined ? [] : [[config.cluster.vip, "VIP"] as const]),
  ]);
  return nameServers(config)
    .filter(({ address }) => owners.has(address))
    .map((server) => issue(server, `the address of the ${owners.get(server.address)}`, "change one of the two"));
};

/** Resolvers read three (resolv.conf(5): MAXNS); one said twice is asked twice. */
const nameServersAreFew: Rule = ({ network }) =>
  Object.entries(network.subnets).flatMap(([name, { dns = [] }]) => [
    ...(dns.length > 3
      ? [
          issue(
            { path: `network.subnets.${name}.dns`, address: `${dns.length} of them` },
            "more than resolvers use",
            "keep three",
          ),
        ]
      : []),
    ...repeated(
      dns.map((address, index) => ({ path: `network.subnets.${name}.dns[${index}]`, address })),
      ({ address }) => address,
    ).map(({ item }) => issue(item, "listed twice", "remove it")),
  ]);

function nameServers({ network }: StackConfig): NameServer[] {
  return Object.entries(network.subnets).flatMap(([name, { dns = [] }]) =>
    dns.map((address, index) => ({ path: `network.subnets.${name}.dns[${index}]`, address })),
  );
}

function issue({ path, address }: NameServer, problem: string, remedy: string): Issue {
  return { path, problem, got: address, allowed: "must be at most three name servers outside the cluster", remedy };
}

export const nameServerRules: readonly Rule[] = [
  nameServersAreMachines,
  nameServersAreNotOfTheCluster,
  nameServersAreFew,
];
