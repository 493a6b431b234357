import { distributionOf } from "../../distributions/registry";
import type { StackPlan } from "../../distributions/distribution";
import type { BridgePlan, SubnetPlan } from "../../model/network-plan";
import { textTable } from "../../model/render/text-table";

/** The plan's network as people read it: bridges that are made, subnets, Kubernetes' own, and the way in. */
export function networkLines({ cluster, access, network }: StackPlan): string[] {
  const pool = cluster.loadBalancerPool;
  const reserved = pool && "reserved" in pool ? Object.entries(pool.reserved) : [];
  const rows: (readonly string[])[] = [
    ...network.bridges.map(bridgeRow),
    ...network.subnets.map(subnetRow),
    ["pods", cluster.podCidr],
    ["services", `${cluster.serviceCidr}, DNS ${cluster.dnsServiceIp}`],
    ...(pool ? [["load balancer", `${pool.from} to ${pool.to}, ${announcer(pool)}`]] : []),
    ...reserved.map(([service, address]) => ["", `${address} only for ${service}`]),
    distributionOf(cluster).wayIn ?? ["SSH", wayIn(access)],
  ];
  return textTable([{ heading: "" }, { heading: "" }], rows).slice(1);
}

function wayIn({ user, sshPort, bastion }: StackPlan["access"]): string {
  const through = bastion ? ` through ${bastion.user}@${bastion.host}:${bastion.port}` : "";
  return `${user} on port ${sshPort}${through}`;
}

function bridgeRow({ name, host, vlanAware, ports, address, mtu }: BridgePlan): string[] {
  const kind = vlanAware ? "VLAN-aware" : "without VLANs";
  const wires = ports.length === 0 ? "internal" : `on ${ports.join(", ")}`;
  const more = [...(address === undefined ? [] : [address]), ...(mtu === undefined ? [] : [`MTU ${mtu}`])];
  return [name, [`made on ${host}: ${kind}`, wires, ...more].join(", ")];
}

function subnetRow({ name, cidr, gateway, bridge, vlan, gatewayVm }: SubnetPlan): string[] {
  const holder = gatewayVm === undefined ? "" : ` (${gatewayVm})`;
  return [name, `${cidr} on ${bridge}${vlan === undefined ? "" : ` VLAN ${vlan}`}, gateway ${gateway}${holder}`];
}

/** Cilium is part of the cluster; whatever else announces a pool is the owner's to bring. */
function announcer(pool: NonNullable<StackPlan["cluster"]["loadBalancerPool"]>): string {
  return "announcedBy" in pool ? `kept for ${pool.announcedBy}, which you install` : "announced by Cilium";
}
