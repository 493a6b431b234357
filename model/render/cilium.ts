import type { NodePlan } from "../cluster-plan";
import { Address } from "../address";
import { DEFAULT_CLUSTER_DOMAIN } from "../schema/cluster-keys";
import { toYamlStream } from "./serialise";

/** What Cilium needs to know about a cluster. */
export interface CiliumCluster {
  readonly cluster: {
    readonly loadBalancerPool?: Pool | undefined;
    readonly hubble: boolean;
    readonly clusterDomain: string;
  };
  readonly nodes: readonly Pick<NodePlan, "role">[];
}

/** A range, and addresses in it that are reserved for one Service each. */
interface Pool {
  readonly from: string;
  readonly to: string;
  readonly reserved: Readonly<Record<string, string>>;
}

/** Addresses for Services of type LoadBalancer, and a policy that announces them from every node. */
export function renderLoadBalancerPool(name: string, pool: Pool): string {
  return toYamlStream([
    loadBalancerPool(name, { blocks: blocksBetween(pool) }),
    ...Object.entries(pool.reserved).map(([service, address]) =>
      loadBalancerPool(`${name}-${service}`, {
        blocks: [{ start: address, stop: address }],
        serviceSelector: { matchLabels: { "io.kubernetes.service.name": service } },
      }),
    ),
    {
      apiVersion: "cilium.io/v2alpha1",
      kind: "CiliumL2AnnouncementPolicy",
      metadata: { name },
      spec: { loadBalancerIPs: true, externalIPs: true },
    },
  ]);
}

function loadBalancerPool(name: string, spec: Record<string, unknown>) {
  return { apiVersion: "cilium.io/v2alpha1", kind: "CiliumLoadBalancerIPPool", metadata: { name }, spec };
}

/** Which addresses it gives to whom. */
export const rangesOf = (pool: Pool): { from: string; to: string; only?: string }[] => [
  ...blocksBetween(pool).map(({ start, stop }) => ({ from: start, to: stop })),
  ...Object.entries(pool.reserved).map(([only, address]) => ({ from: address, to: address, only })),
];

/** The pool without its reserved addresses: pools must not overlap, and no other Service may get these. */
function blocksBetween({ from, to, reserved }: Pool): { start: string; stop: string }[] {
  const taken = Object.values(reserved)
    .map((address) => Address.of(address))
    .sort((a, b) => a.compare(b));
  const starts = [Address.of(from), ...taken.map((address) => address.next())];
  const stops = [...taken.map((address) => address.previous()), Address.of(to)];
  return starts.flatMap((start, index) => {
    const stop = stops[index];
    return stop === undefined || start.compare(stop) > 0 ? [] : { start: String(start), stop: String(stop) };
  });
}

/** `api` is the API server's address on every node, so that Cilium needs no Service to start. */
export function ciliumValues(
  { cluster, nodes }: CiliumCluster,
  api: { readonly host: string; readonly port: number },
): Record<string, unknown> {
  const controlPlanes = nodes.filter((node) => node.role === "control-plane").length;
  return {
    kubeProxyReplacement: true,
    k8sServiceHost: api.host,
    k8sServicePort: api.port,
    ipam: { mode: "kubernetes" },
    operator: { replicas: controlPlanes > 1 ? 2 : 1 },
    ...(cluster.loadBalancerPool && announcements()),
    hubble: cluster.hubble ? hubble(cluster.clusterDomain) : { enabled: false },
  };
}

/** The relay looks up its peers by the full name of their Service. */
function hubble(domain: string) {
  const peers = domain === DEFAULT_CLUSTER_DOMAIN ? {} : { peerService: { clusterDomain: domain } };
  return { enabled: true, ...peers, relay: { enabled: true }, ui: { enabled: true } };
}

/** Every announced Service is a lease that is renewed; the default client limits are too low for them (docs.cilium.io). */
function announcements() {
  return {
    l2announcements: { enabled: true },
    k8sClientRateLimit: { qps: 20, burst: 100 },
  };
}
