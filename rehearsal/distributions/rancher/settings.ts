import type { LinuxGuest } from "../../guests/guest";
import { parseNodeTaint, systemOf, type Registration } from "../../cluster/node";
import { secretOf } from "./config";
import type { NodeConfig } from "./node-config";
import { Fatal } from "../../cluster/service-process";
import type { Kind } from "./kind";
import type { ClusterInitState } from "./rancher";
import { parseToken } from "./token";

const defaults: Readonly<Record<string, string>> = {
  "cluster-cidr": "10.42.0.0/16",
  "service-cidr": "10.43.0.0/16",
  "cluster-dns": "10.43.0.10",
  "cluster-domain": "cluster.local",
  "disable-cloud-controller": "false",
  "egress-selector-mode": "agent",
};

/** Values that must be the same on every server (docs.rke2.io/reference/server_config, "critical configuration"). */
export function criticalOf(config: NodeConfig, kind: Kind): Readonly<Record<string, string>> {
  return { ...rangesOf(config), ...kind.critical(config) };
}

/** Those of both. */
export const rangesOf = (config: NodeConfig): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(defaults).map(([key, value]) => [key, config.text(key) ?? value]));

export function clusterInitOf(config: NodeConfig, kind: Kind, guest: LinuxGuest): ClusterInitState {
  const token = secretOf(config, guest.tree, "token") ?? `generated-by-${kind.name}`;
  const agentToken = secretOf(config, guest.tree, "agent-token");
  return {
    token: parseToken(token).password,
    agentToken: agentToken === undefined ? undefined : parseToken(agentToken).password,
    critical: criticalOf(config, kind),
    networkProblem: kind.network(config),
    inSqlite: kind.needsClusterInit && !config.flag("cluster-init"),
  };
}

export function nodeName(config: NodeConfig, guest: LinuxGuest): string {
  return (config.text("node-name") ?? guest.hostname()).toLowerCase();
}

/** The address other nodes reach this one at; kubelet refuses one that the machine does not have. */
export function nodeAddress(config: NodeConfig, guest: LinuxGuest): string {
  const own = guest.network.interfaces.map(({ address }) => address);
  const wanted = config.list("node-ip")[0] ?? own[0];
  if (wanted === undefined) throw new Fatal('no default routes found in "/proc/net/route" or "/proc/net/ipv6_route"');
  if (!own.includes(wanted))
    throw new Fatal(`failed to validate nodeIP: node IP: "${wanted}" not found in the host's network interfaces`);
  return wanted;
}

export function rancherRegistration(
  config: NodeConfig,
  guest: LinuxGuest,
  server: boolean,
  version: string,
): Registration {
  const pairs = config.list("node-label").map((label) => label.split("=") as [string, string?]);
  const taints = config.list("node-taint").map((text) => {
    const taint = parseNodeTaint(text);
    if (!taint) throw new Fatal(`kubelet exited: invalid taint spec: ${text}`);
    return taint;
  });
  const { cores, memoryMiB } = guest.hardware;
  return {
    name: nodeName(config, guest),
    machine: guest.name,
    server,
    address: nodeAddress(config, guest),
    version,
    labels: Object.fromEntries(pairs.map(([key, value]) => [allowed(key), value ?? ""])),
    taints,
    system: systemOf(guest, "containerd://2.1.4-k3s1"),
    cores,
    memoryMiB,
    diskGiB: guest.layout.fileSystemGiB,
  };
}

/** NodeRestriction: a kubelet may not give itself a role. */
function allowed(key: string): string {
  if (/^node-role\.kubernetes\.io\//.test(key))
    throw new Fatal(
      `kubelet exited: unknown 'kubernetes.io' or 'k8s.io' labels specified with --node-labels: [${key}]`,
    );
  return key;
}
