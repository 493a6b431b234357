import type { Config } from "../config";
import type { Issue } from "../errors";
import { cidrContains, parseCidr, parseIpv4 } from "../ipv4";
import { type BridgePlan, bridgePlans, createdBridge } from "../network-plan";
import { repeated, type Rule } from "./rule";

/** A bridge that carries the host's own address must be in nobody's state. */
const existingBridgesAreNotCreated: Rule = (config) =>
  bridgePlans(config)
    .filter(({ name, host }) => config.proxmox.hosts[host]?.bridges.includes(name))
    .map(({ name, host }) =>
      bridgeIssue(
        name,
        `exists already on ${host}`,
        `"${name}"`,
        `allowed is a name that proxmox.hosts.${host}.bridges does not have`,
        "remove one of the two: what exists is never managed",
      ),
    );

/** An interface that is taken out of the management bridge takes Proxmox off the network, and nobody gets in to undo it. */
const bridgePortsAreNotTheManagements: Rule = (config) =>
  bridgePlans(config).flatMap((bridge) => {
    const known = config.proxmox.hosts[bridge.host]?.managementInterfaces ?? [];
    const carriers = bridge.ports.filter((port) => known.includes(withoutVlan(port)));
    return [...carriers.map((port) => carrierIssue(bridge, port)), ...unknownCarriers(bridge, known)];
  });

const bridgePortsAreUsedOnce: Rule = (config) => {
  const ports = bridgePlans(config).flatMap(({ name, host, ports: all }) => all.map((port) => ({ name, host, port })));
  return repeated(ports, ({ host, port }) => `${host}/${port}`).map(({ item, first }) => ({
    path: `network.bridges.${item.name}.ports`,
    problem: `already a port of ${first.name}`,
    got: `"${item.port}"`,
    allowed: "allowed is one bridge per interface",
    remedy: "remove it from one of the two",
  }));
};

/**
 * Proxmox refuses such a bridge (check_mtu in PVE::Network::Interfaces; a VLAN has the MTU of what it is on), and no
 * resource of the provider sets the MTU of a physical interface.
 */
const bridgeMtusFitTheirPorts: Rule = (config) =>
  bridgePlans(config).flatMap(({ name, host, ports, mtu = 0 }) => {
    const known = config.proxmox.hosts[host]?.interfaceMtus ?? {};
    const mtuOf = (port: string) => known[port] ?? known[withoutVlan(port)] ?? 1500;
    const small = ports.find((port) => mtuOf(port) < mtu);
    return small === undefined ? [] : [mtuIssue({ name, host, mtu }, small, mtuOf(small))];
  });

/** Two ways to one network: the answer to the provider would leave by the bridge that has just been made. */
const bridgesSpareTheWayToProxmox: Rule = (config) => [
  ...bridgePlans(config).flatMap(({ name, address }) =>
    address === undefined ? [] : addressIssues(config, `network.bridges.${name}.address`, address),
  ),
  ...Object.entries(config.network.subnets).flatMap(([name, { bridge, cidr }]) =>
    config.network.bridges[bridge] ? addressIssues(config, `network.subnets.${name}.cidr`, cidr) : [],
  ),
];

/** On an internal bridge without VLAN awareness Proxmox refuses to start a machine whose NIC has a tag. */
const vlansAreOnVlanAwareBridges: Rule = (config) =>
  Object.entries(config.network.subnets)
    .filter(([, { bridge, vlan }]) => vlan !== undefined && config.network.bridges[bridge]?.vlanAware === false)
    .map(([name, { bridge, vlan }]) => ({
      path: `network.subnets.${name}.vlan`,
      problem: `VLAN on ${bridge}, which is not VLAN-aware`,
      got: String(vlan),
      allowed: "allowed is no vlan",
      remedy: `remove it, or set network.bridges.${bridge}.vlanAware: true`,
    }));

/** Whether machines of this host can be plugged into a bridge of this name: it exists, or is made. */
export function bridgesOn(config: Config, host: string): string[] {
  const created = Object.keys(config.network.bridges).filter((name) => createdBridge(config, name, host));
  return [...(config.proxmox.hosts[host]?.bridges ?? []), ...created];
}

/** `eno1.20` is a VLAN on `eno1` and lives and dies with it. */
const withoutVlan = (port: string) => port.replace(/\.\d+$/, "");

function carrierIssue({ name, host }: BridgePlan, port: string): Issue {
  return {
    path: `network.bridges.${name}.ports`,
    problem: `carries the management of ${host}`,
    got: `"${port}"`,
    allowed: `allowed is an interface that proxmox.hosts.${host}.managementInterfaces does not name`,
    remedy: "choose another: taking it would cut Proxmox off",
  };
}

function mtuIssue({ name, host, mtu }: { name: string; host: string; mtu: number }, port: string, most: number): Issue {
  const carrier = withoutVlan(port);
  return {
    path: `network.bridges.${name}.mtu`,
    problem: `above the MTU ${most} of its port ${port}`,
    got: String(mtu),
    allowed: `must be at most ${most}, e.g. left out`,
    remedy:
      `set the MTU of ${carrier} on ${host} first (System > Network), ` +
      `then write proxmox.hosts.${host}.interfaceMtus: { ${carrier}: ${mtu} }`,
  };
}

function unknownCarriers({ name, host, ports }: BridgePlan, known: readonly string[]): Issue[] {
  if (ports.length === 0 || known.length > 0) return [];
  return [
    {
      path: `network.bridges.${name}.ports`,
      problem: `might carry the management of ${host}`,
      got: ports.map((port) => `"${port}"`).join(", "),
      allowed: `allowed are ports once it is known which interfaces carry it`,
      remedy: `write them into proxmox.hosts.${host}.managementInterfaces (bridge link shows them)`,
    },
  ];
}

function addressIssues(config: Config, path: string, cidr: string): Issue[] {
  const endpoint = /^https:\/\/([^:/]+)/.exec(config.proxmox.endpoint)?.[1] ?? "";
  const hosts = Object.entries(config.proxmox.hosts).map(([name, { address }]) => [`host ${name}`, address] as const);
  const [found] = [["proxmox.endpoint", endpoint] as const, ...hosts].filter(
    ([, address]) => /^[\d.]+$/.test(address) && cidrContains(parseCidr(cidr), parseIpv4(address)),
  );
  if (!found) return [];
  return [
    {
      path,
      problem: `holds the address of ${found[0]} (${found[1]}), but its bridge is made by this program`,
      got: cidr,
      allowed: "allowed is a network without it",
      remedy: "use the bridge that exists, or another network: the way to Proxmox would be cut",
    },
  ];
}

function bridgeIssue(name: string, problem: string, got: string, allowed: string, remedy: string): Issue {
  return { path: `network.bridges.${name}`, problem, got, allowed, remedy };
}

export const bridgeRules: readonly Rule[] = [
  existingBridgesAreNotCreated,
  bridgePortsAreNotTheManagements,
  bridgePortsAreUsedOnce,
  bridgeMtusFitTheirPorts,
  bridgesSpareTheWayToProxmox,
  vlansAreOnVlanAwareBridges,
];
