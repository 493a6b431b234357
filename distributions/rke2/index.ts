import type { Distribution } from "../distribution";
import { sharedBy } from "../rancher/distribution";
import { effects } from "./effects";
import { RKE2 } from "./names";
import { versions } from "./read-versions";
import { rules } from "./rules";

/** RKE2: servers and agents, with etcd in the server. */
export const rke2: Distribution<"rke2"> = {
  ...sharedBy(RKE2, versions.kubeVip.version),
  title: "RKE2",
  // docs.rke2.io/install/requirements: 2 CPUs and 4 GB of any node. It refuses nothing itself, so that less than
  // kubernetes.io asks of any machine is refused here, and less than its own makers ask is warned of.
  sizes: {
    "control-plane": { least: { cores: 1, memoryMiB: 2048 }, advised: { cores: 2, memoryMiB: 4096 } },
    worker: { least: { cores: 1, memoryMiB: 1024 }, advised: { cores: 2, memoryMiB: 4096 } },
  },
  systems: ["ubuntu", "debian"],
  effects,
  nvidia: "by NRI",
  brings: {
    "metrics-server": ["rke2-metrics-server"],
    // Both claim the host's ports 80 and 443; from v1.36 on Traefik takes nginx's place.
    traefik: ["rke2-ingress-nginx"],
  },
  issues: (config) => rules.flatMap((rule) => rule(config)),
  outsiders: () => [],
};
