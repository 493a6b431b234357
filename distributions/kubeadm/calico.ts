import type { KubeadmPlan } from "./plan";
import { toYaml } from "../../model/render/serialise";

/**
 * What Calico's operator installs: only the pod network (no API server, no Goldmane). VXLAN only across subnets, so that
 * nodes in one segment route directly. The pool's block size is Calico's default.
 */
export function renderCalicoInstallation({ cluster }: KubeadmPlan): string {
  return toYaml({
    apiVersion: "operator.tigera.io/v1",
    kind: "Installation",
    metadata: { name: "default" },
    spec: {
      calicoNetwork: {
        ipPools: [
          {
            name: "default-ipv4-ippool",
            blockSize: 26,
            cidr: cluster.podCidr,
            encapsulation: "VXLANCrossSubnet",
            natOutgoing: "Enabled",
            nodeSelector: "all()",
          },
        ],
      },
    },
  });
}
