import type { KubeadmPlan } from "./plan";
import { toYaml } from "../../model/render/serialise";

/**
 * What Calico's operator is asked for: the network of the pods, and nothing beside it (no API server of its own, no Goldmane).
 * VXLAN between subnets only, so that nodes of one segment route without it. The pool's block size is Calico's default.
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
