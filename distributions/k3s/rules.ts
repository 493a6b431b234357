import { effectiveNodes } from "../../model/effective-node";
import type { Issue } from "../../model/errors";
import { agentRules } from "../rancher/rules";
import type { K3sConfig } from "./plan";

/** It assigns node addresses to Services at once, so that no pool is used. */
function poolIsNotServiceLbs({ cluster: { loadBalancerPool: pool, disable } }: K3sConfig): Issue[] {
  if (!pool || disable.includes("servicelb")) return [];
  return [
    {
      path: "cluster.disable",
      problem: "k3s' own load balancer would also serve these Services",
      got: JSON.stringify(disable),
      allowed: "must contain servicelb if there is a loadBalancerPool",
      remedy: "add servicelb, or remove the pool",
    },
  ];
}

function ciliumsKeysNeedCilium({ cluster: { cni, hubble, loadBalancerPool: pool } }: K3sConfig): Issue[] {
  const announced = pool?.announcedBy === "cilium";
  const said: readonly [path: string, isSaid: boolean][] = [
    ["cluster.hubble", cni !== "cilium" && hubble],
    ["cluster.loadBalancerPool.announcedBy", cni !== "cilium" && announced],
    ["cluster.loadBalancerPool.reserved", pool !== undefined && !announced && Object.keys(pool.reserved).length > 0],
  ];
  return said
    .filter(([, isSaid]) => isSaid)
    .map(([path]) => ({
      path,
      problem: "has no effect: only Cilium supports it",
      got: `cni: ${cni}${pool ? `, announced by ${pool.announcedBy}` : ""}`,
      allowed: "must be left out unless cni and announcedBy are cilium",
      remedy: "remove it, or choose cilium",
    }));
}

/** Routes to pods go from node to node without a gateway (docs.k3s.io/networking/basic-network-options). */
function hostGatewaysAreNeighbours(config: K3sConfig): Issue[] {
  const { cni, flannelBackend } = config.cluster;
  const subnets = [...new Set(effectiveNodes(config).map(({ subnet }) => subnet))];
  if (cni !== "flannel" || flannelBackend !== "host-gw" || subnets.length < 2) return [];
  return [
    {
      path: "cluster.flannelBackend",
      problem: `nodes are in ${subnets.join(" and ")}, but host-gw works only within one subnet`,
      got: '"host-gw"',
      allowed: "must be vxlan or wireguard-native across subnets",
      remedy: "choose one of them",
    },
  ];
}

/** Every rule that applies only to k3s. */
export const rules: readonly ((config: K3sConfig) => Issue[])[] = [
  ...agentRules,
  poolIsNotServiceLbs,
  ciliumsKeysNeedCilium,
  hostGatewaysAreNeighbours,
];
