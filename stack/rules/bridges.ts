import type { StackConfig } from "../../distributions/distribution";
import type { Issue } from "../../model/errors";
import { Address, Subnet } from "../../model/address";
import { type BridgePlan, bridgePlans } from "../../model/network-plan";
import { repeated, type Rule } from "./rule";
import { specialRange } from "./special-ranges";

type Host = StackConfig["proxmox"]["hosts"][string];

/** A bridge that carries the host's own address must be in nobody's state. */
const existingBridgesAreNotCreated: Rule = (config) =>
  bridgePlans(config)
    .filter(({ name, host }) => config.proxmox.hosts[host]?.bridges.includes(name))
    .map(({ name, host }) =>
      bridgeIssue(
        name,
        `exists already on ${host}`,
        `"${name}"`,
        `must be a name that proxmox.hosts.${host}.bridges does not have`,
        "remove one of the two: existing bridges are never managed",
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
    allowed: "must be one bridge per interface",
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

/** A bridge is no port of another, and has no name that an interface has. */
const bridgesAreNotInterfaces: Rule = (config) =>
  bridgePlans(config).flatMap(({ name, host, ports }) => {
    const known = config.proxmox.hosts[host];
    const bridges = [...(known?.bridges ?? []), ...Object.keys(config.network.bridges)];
    const inBridges = ports.filter((port) => bridges.includes(withoutVlan(port)));
    return [
      ...(known && isInterface(known, name)
        ? [
            bridgeIssue(
              name,
              `an interface of ${host} has this name`,
              `"${name}"`,
              "must be a free name",
              "rename it, for example to vmbr1",
            ),
          ]
        : []),
      ...inBridges.map((port) => ({
        path: `network.bridges.${name}.ports`,
        problem: "a bridge as a port",
        got: `"${port}"`,
        allowed: "must be a NIC, a bond or a VLAN on one",
        remedy: "use that bridge's own port, or connect machines to that bridge",
      })),
    ];
  });

const isInterface = ({ managementInterfaces, interfaceMtus }: Host, name: string) =>
  [...managementInterfaces, ...Object.keys(interfaceMtus)].includes(name);

/** Names that the kernel, udev, ifupdown2 or Proxmox give to others; `all` and `default` it refuses (sysctl_dev_name_is_allowed). */
const NAMES_OF_OTHERS =
  /^(all|default|lo|(eth|bond|wlan|dummy|docker|veth|tap|fwbr|fwln|fwpr|vxlan|cali)\w*|(en|wl|ww)[opsx]\w+)$/;

const bridgesHaveNamesOfTheirOwn: Rule = ({ network, proxmox }) =>
  Object.keys(network.bridges)
    .filter(
      (name) => NAMES_OF_OTHERS.test(name) && !Object.values(proxmox.hosts).some((host) => isInterface(host, name)),
    )
    .map((name) =>
      bridgeIssue(
        name,
        "a name that the system uses for other interfaces",
        `"${name}"`,
        "must be a free name, e.g. vmbr1",
        "rename it",
      ),
    );

/** `none` is what Proxmox writes for no port at all, and NICs of machines join and leave their bridges by themselves. */
const NO_PORT = /^(none|lo|all|default|(tap|veth|fwbr|fwln|fwpr)\d.*)$/;

const bridgePortsAreInterfacesOfTheHost: Rule = (config) =>
  bridgePlans(config).flatMap(({ name, ports }) =>
    ports
      .filter((port) => NO_PORT.test(port) || isWrongVlan(port))
      .map((port) => ({
        path: `network.bridges.${name}.ports`,
        problem: isWrongVlan(port) ? "invalid VLAN id" : "no NIC, bond or VLAN of the host",
        got: `"${port}"`,
        allowed: "must be an interface of the host, optionally with a VLAN id from 1 to 4094, e.g. eno2 or eno2.20",
        remedy: "write it as ip link shows it on the host, or remove it",
      })),
  );

function isWrongVlan(port: string): boolean {
  const vlan = /\.(\d+)$/.exec(port)?.[1];
  return vlan !== undefined && (Number(vlan) < 1 || Number(vlan) > 4094);
}

/** The host's own address on a bridge is one a machine could have, and nobody else's. */
const bridgeAddressesAreTheHosts: Rule = (config) => {
  const addresses = bridgePlans(config).flatMap(({ name, host, address }) =>
    address === undefined ? [] : [{ name, host, address, ip: address.split("/")[0] ?? "" }],
  );
  const gateways = new Map(
    Object.values(config.network.subnets).flatMap(({ gateway, gatewayVm }) =>
      gatewayVm === undefined ? [] : [[gateway, gatewayVm] as const],
    ),
  );
  return [
    ...addresses
      .filter(({ address, ip }) => Subnet.of(address).isEdge(ip))
      .map(({ name, address }) => ownAddressIssue(name, address, "network or broadcast address")),
    ...addresses
      .filter(({ ip }) => gateways.has(ip))
      .map(({ name, address, ip }) => ownAddressIssue(name, address, `already the address of ${gateways.get(ip)}`)),
    ...addresses.flatMap(({ name, address, ip }) => {
      const special = specialRange(Subnet.ofOne(ip));
      return special === undefined ? [] : [ownAddressIssue(name, address, `one of the ${special}`)];
    }),
    ...addresses.flatMap(({ name, address }) => otherPrefix(config, name, address)),
    ...repeated(addresses, ({ ip }) => ip).map(({ item, first }) =>
      item.name === first.name
        ? sameAddressIssue(item, first.host)
        : ownAddressIssue(item.name, item.address, `already the address on ${first.name}`),
    ),
  ];
};

const bridgesSayWhereTheyAre: Rule = ({ network }) =>
  Object.entries(network.bridges)
    .filter(([, { host, hosts }]) => host !== undefined && hosts !== undefined)
    .map(([name, { host }]) => ({
      path: `network.bridges.${name}.host`,
      problem: "set together with hosts",
      got: `"${host}"`,
      allowed: "must be one of the two",
      remedy: "remove it, and list every host in hosts",
    }));

/** The host would take a part of a subnet for all of it, or send what is for another network into this bridge. */
function otherPrefix(config: StackConfig, name: string, address: string): Issue[] {
  const subnet = Object.entries(config.network.subnets).find(
    ([, { cidr }]) =>
      Subnet.of(cidr).overlaps(Subnet.of(address)) && String(Subnet.of(address)) !== String(Subnet.of(cidr)),
  );
  return subnet ? [ownAddressIssue(name, address, `not the network of subnet ${subnet[0]} (${subnet[1].cidr})`)] : [];
}

function ownAddressIssue(name: string, got: string, problem: string): Issue {
  const allowed = "must be a free address of its network with the prefix length, e.g. 10.9.0.2/24";
  return { path: `network.bridges.${name}.address`, problem, got, allowed, remedy: "choose another" };
}

function sameAddressIssue(
  { name, host, address }: { name: string; host: string; address: string },
  first: string,
): Issue {
  return {
    path: `network.bridges.${name}.address`,
    problem: `same address on ${first} and ${host}`,
    got: address,
    allowed: "must be a different address on each host",
    remedy: `write network.bridges.${name}.hosts: { ${first}: { address: … }, ${host}: { address: … } }`,
  };
}

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
      allowed: "must be no vlan",
      remedy: `remove it, or set network.bridges.${bridge}.vlanAware: true`,
    }));

/** Whether machines of this host can be plugged into a bridge of this name: it exists, or is made. */
export function bridgesOn(config: StackConfig, host: string): string[] {
  const created = bridgePlans(config)
    .filter((bridge) => bridge.host === host)
    .map(({ name }) => name);
  return [...(config.proxmox.hosts[host]?.bridges ?? []), ...created];
}

/** `eno1.20` is a VLAN on `eno1` and lives and dies with it. */
const withoutVlan = (port: string) => port.replace(/\.\d+$/, "");

function carrierIssue({ name, host }: BridgePlan, port: string): Issue {
  return {
    path: `network.bridges.${name}.ports`,
    problem: `carries the management of ${host}`,
    got: `"${port}"`,
    allowed: `must be an interface that proxmox.hosts.${host}.managementInterfaces does not name`,
    remedy: "choose another: using it would disconnect Proxmox",
  };
}

function mtuIssue({ name, host, mtu }: { name: string; host: string; mtu: number }, port: string, most: number): Issue {
  const carrier = withoutVlan(port);
  return {
    path: `network.bridges.${name}.mtu`,
    problem: `above the MTU ${most} of its port ${port}`,
    got: String(mtu),
    allowed: `must be at most ${most}`,
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
      allowed: `must be empty while managementInterfaces is`,
      remedy: `write them into proxmox.hosts.${host}.managementInterfaces (bridge link shows them)`,
    },
  ];
}

function addressIssues(config: StackConfig, path: string, cidr: string): Issue[] {
  const endpoint = /^https:\/\/([^:/]+)/.exec(config.proxmox.endpoint)?.[1] ?? "";
  const hosts = Object.entries(config.proxmox.hosts).map(([name, { address }]) => [`host ${name}`, address] as const);
  const [found] = [["proxmox.endpoint", endpoint] as const, ...hosts].filter(
    ([, address]) => Address.isOne(address) && Subnet.of(cidr).contains(address),
  );
  if (!found) return [];
  return [
    {
      path,
      problem: `contains the address of ${found[0]} (${found[1]}), but its bridge is created by this program`,
      got: cidr,
      allowed: "must be a network without it",
      remedy: "use the existing bridge, or another network: the connection to Proxmox would be lost",
    },
  ];
}

function bridgeIssue(name: string, problem: string, got: string, allowed: string, remedy: string): Issue {
  return { path: `network.bridges.${name}`, problem, got, allowed, remedy };
}

export const bridgeRules: readonly Rule[] = [
  bridgesSayWhereTheyAre,
  existingBridgesAreNotCreated,
  bridgePortsAreNotTheManagements,
  bridgePortsAreUsedOnce,
  bridgesAreNotInterfaces,
  bridgesHaveNamesOfTheirOwn,
  bridgePortsAreInterfacesOfTheHost,
  bridgeAddressesAreTheHosts,
  bridgeMtusFitTheirPorts,
  bridgesSpareTheWayToProxmox,
  vlansAreOnVlanAwareBridges,
];
