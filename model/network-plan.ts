import type { Config } from "./config";
import { livingVms } from "./effective-vm";
import { compareText, effectiveNodes, hostOf } from "./effective-node";
import { onceEach } from "./once-each";
import { ownershipMarker } from "./ownership-marker";
import { nicIn, type SubnetNic } from "./subnet-nic";

/** A bridge that the program creates. Existing bridges are never managed and have no plan. */
export interface BridgePlan {
  readonly name: string;
  readonly host: string;
  readonly vlanAware: boolean;
  /** Sorted, as the provider sends them; without ports the bridge is internal. */
  readonly ports: readonly string[];
  /** The host's own address on it, with its prefix. */
  readonly address?: string;
  readonly mtu?: number;
  /** Its last line marks the bridge as ours, for recovery after a killed run. */
  readonly comment: string;
}

/** A subnet of the stack file. */
export interface SubnetPlan extends SubnetNic {
  readonly name: string;
  readonly cidr: string;
  readonly gateway: string;
  /** The VM with the gateway's address; undefined if it is an external router. */
  readonly gatewayVm?: string;
}

/** The bridge of the machines' NICs. */
export interface NetworkPlan {
  readonly subnets: readonly SubnetPlan[];
  readonly bridges: readonly BridgePlan[];
}

export function networkPlan(config: Config): NetworkPlan {
  const subnets = Object.entries(config.network.subnets).map(([name, subnet]) => ({
    name,
    cidr: subnet.cidr,
    gateway: subnet.gateway,
    ...nicIn(subnet),
    ...(subnet.gatewayVm !== undefined && { gatewayVm: subnet.gatewayVm }),
  }));
  return { subnets, bridges: bridgePlans(config) };
}

/** All bridges to create, by name. */
export const bridgePlans = onceEach((config: Config): readonly BridgePlan[] =>
  Object.entries(config.network.bridges)
    .flatMap(([name, bridge]) => bridgeHosts(config, name).map((host) => bridgePlan(config, { name, host, bridge })))
    .sort((a, b) => compareText(`${a.name}/${a.host}`, `${b.name}/${b.host}`)),
);

/** The hosts of a bridge: those of its entry, else every host with machines on it. */
export function bridgeHosts(config: Config, name: string): string[] {
  const { host, hosts } = config.network.bridges[name] ?? {};
  if (hosts !== undefined) return Object.keys(hosts);
  const one = hostOf(config, { host });
  return one === "" ? hostsPluggedInto(config, name) : [one];
}

function hostsPluggedInto(config: Config, bridge: string): string[] {
  const ofNodes = effectiveNodes(config).filter(({ subnet }) => config.network.subnets[subnet]?.bridge === bridge);
  const ofMachines = livingVms(config).filter(({ nics }) => nics.some((nic) => nic.bridge === bridge));
  return [...new Set([...ofNodes, ...ofMachines].map(({ host }) => host))].filter((host) => host !== "");
}

/** The created bridge of this name on this host, if any. */
export function createdBridge(config: Config, name: string, host: string): BridgePlan | undefined {
  return bridgePlans(config).find((bridge) => bridge.name === name && bridge.host === host);
}

interface BridgeOn {
  readonly name: string;
  readonly host: string;
  readonly bridge: Config["network"]["bridges"][string];
}

function bridgePlan(config: Config, { name, host, bridge }: BridgeOn): BridgePlan {
  const { vlanAware, comment } = bridge;
  const { ports = bridge.ports, address = bridge.address, mtu = bridge.mtu } = bridge.hosts?.[host] ?? {};
  return {
    name,
    host,
    vlanAware,
    ports: [...ports].sort(),
    ...(address !== undefined && { address }),
    ...(mtu !== undefined && { mtu }),
    comment: [...(comment === undefined ? [] : [comment]), ownershipMarker(config.cluster.name, `bridge/${name}`)].join(
      "\n",
    ),
  };
}
