import { renderLoadBalancerPool } from "../../model/render/cilium";
import { renderKubeVip } from "../../model/render/kube-vip";
import type { RenderedFile } from "../../model/render/rendered-file";
import { kubeconfigPath, manifestsFolder, type RancherCluster, type RancherProgram } from "./program";

/** A file readable by root only. */
export const file = (path: string, content: string): RenderedFile => ({ path, mode: "0600", content });

type Pool = Parameters<typeof renderLoadBalancerPool>[1];

/** Manifests of both: kube-vip, if there is a VIP, and the pool that Cilium announces, if it does. */
export function sharedManifests(
  place: Pick<RancherProgram, "name">,
  { name, vip, kubeVipVersion: version }: Pick<RancherCluster, "name" | "vip" | "kubeVipVersion">,
  pool: Pool | undefined,
): RenderedFile[] {
  const folder = manifestsFolder(place);
  return [
    ...(vip === undefined
      ? []
      : [file(`${folder}/kube-vip.yaml`, renderKubeVip({ vip, version }, kubeconfigPath(place)))]),
    ...(pool ? [file(`${folder}/load-balancer-pool.yaml`, renderLoadBalancerPool(name, pool))] : []),
  ];
}
