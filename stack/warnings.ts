import { distributionOf } from "../distributions/registry";
import type { NodePlan } from "../model/cluster-plan";
import type { StackConfig } from "../distributions/distribution";
import { meddlingPackages, sharedVlans, smallNodes, withoutNics } from "./node-warnings";
import { publicNetworks, withoutNames } from "./network-warnings";
import { formatMiB } from "../model/sizes";
import { endOfLifeWarning } from "../model/kubernetes-releases";

/** Warnings: allowed but worth a second look; one sentence each. */
export function warningsOf(config: StackConfig, nodes: readonly NodePlan[]): string[] {
  const distribution = distributionOf(config.cluster);
  return [
    ...[endOfLifeWarning(distribution.kubernetesVersion(config.cluster))].filter((text) => text !== undefined),
    ...distribution.warnings(config.cluster, config),
    ...smallNodes(config),
    ...sharedVlans(config),
    ...meddlingPackages(config),
    ...withoutNics(config),
    ...publicNetworks(config),
    ...withoutNames(config),
    ...gpuOnControlPlane(nodes),
    ...singleControlPlane(nodes),
    ...quorumOnOneHost(config, nodes),
    ...sittingTogether(config, nodes),
    ...overcommitted(config),
    ...pinnedBesideOvercommit(config, nodes),
    ...unverifiedProxmox(config),
  ];
}

function gpuOnControlPlane(nodes: readonly NodePlan[]): string[] {
  return nodes
    .filter((node) => node.gpu && node.role === "control-plane")
    .map((node) => `${node.name} is a control plane and has ${node.gpu?.name}: GPU pods would run next to etcd`);
}

function singleControlPlane(nodes: readonly NodePlan[]): string[] {
  const masters = nodes.filter((node) => node.role === "control-plane");
  if (masters.length !== 1) return [];
  return [
    `${masters[0]?.name} is the only control plane: while it is down there is no API, and its disk has the only copy of etcd`,
  ];
}

/** What a host takes along when it goes for good. On one host alone there is nothing to choose. */
function quorumOnOneHost({ proxmox }: StackConfig, nodes: readonly NodePlan[]): string[] {
  const hosts = Object.keys(proxmox.hosts);
  const controlPlanes = nodes.filter(({ role }) => role === "control-plane");
  if (hosts.length < 2 || controlPlanes.length < 3) return [];
  const majority = Math.floor(controlPlanes.length / 2) + 1;
  return hosts.flatMap((host) => {
    const here = controlPlanes.filter((node) => node.host === host);
    if (controlPlanes.length - here.length >= majority) return [];
    const remedy = hosts.length < 3 ? "only a third host prevents that" : "spread them over the hosts";
    return [
      `without host ${host} the cluster loses its quorum: ${here.length} of ${controlPlanes.length} control planes are on it; ${remedy}`,
    ];
  });
}

/** Control planes that a host could be spared; where the quorum goes with a host, that is said already. */
function sittingTogether({ proxmox }: StackConfig, nodes: readonly NodePlan[]): string[] {
  const controlPlanes = nodes.filter(({ role }) => role === "control-plane");
  const on = (host: string) => controlPlanes.filter((node) => node.host === host).map(({ name }) => name);
  const hosts = Object.keys(proxmox.hosts);
  const free = hosts.filter((host) => on(host).length === 0);
  const majority = Math.floor(controlPlanes.length / 2) + 1;
  return hosts.flatMap((host) => {
    const here = on(host);
    const keepsQuorum = controlPlanes.length < 3 || controlPlanes.length - here.length >= majority;
    if (here.length < 2 || free.length === 0 || !keepsQuorum) return [];
    return [
      `control planes ${here.join(" and ")} are together on ${host}, and ${free.join(" and ")} has none: ` +
        `if that host fails, all of them do; set another host in nodes.${here.at(-1)}.host`,
    ];
  });
}

function overcommitted(config: StackConfig): string[] {
  const factors = Object.entries(config.proxmox.overcommit).filter(([, factor]) => factor > 1);
  return factors.map(([what, factor]) => `${what} overcommitted by a factor of ${factor}: hosts can run out of it`);
}

/** A passed-through GPU may write anywhere in its machine's memory, so all of it has to be there from the start. */
function pinnedBesideOvercommit({ proxmox }: StackConfig, nodes: readonly NodePlan[]): string[] {
  if (proxmox.overcommit.memory <= 1) return [];
  return nodes
    .filter(({ gpu }) => gpu !== undefined)
    .map(
      ({ name, memoryMiB }) =>
        `${name} pins its ${formatMiB(memoryMiB)} of memory for its GPU: all of it must be free when it starts`,
    );
}

function unverifiedProxmox(config: StackConfig): string[] {
  return config.proxmox.insecure ? ["proxmox.insecure is true: anyone on the network path can read the API token"] : [];
}
