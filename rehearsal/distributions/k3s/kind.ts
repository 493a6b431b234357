import { Fatal } from "../../cluster/service-process";
import type { NodeConfig } from "../rancher/node-config";
import type { Kind } from "../rancher/kind";
import { knownFlags } from "./flags";
import { k3sNetwork } from "./networking";

/** k3s, for the simulation shared with RKE2. */
export const k3sKind: Kind = {
  name: "k3s",
  units: { server: "k3s", agent: "k3s-agent" },
  supervisorPort: 6443,
  flags: knownFlags,
  skipsUnknown: ["server"],
  runsContainers: false,
  needsClusterInit: true,
  critical,
  network: k3sNetwork,
  checkFiles: (config, tree) => {
    for (const argument of config.list("kube-apiserver-arg")) {
      const path = /^audit-policy-file=(.+)$/.exec(argument)?.[1];
      if (path !== undefined && !tree.exists(path))
        throw new Fatal(
          `apiserver exited: loading audit policy file: failed to read file path "${path}": open ${path}: no such file or directory`,
        );
    }
  },
  // They come out of the one program.
  installTools: () => undefined,
  workloads: {
    daemons: [],
    staticPods: [],
    deployments: [
      { namespace: "kube-system", app: "coredns", replicas: 1, emptyDir: false },
      { namespace: "kube-system", app: "metrics-server", replicas: 1, emptyDir: true },
      { namespace: "default", app: "web", replicas: 3, emptyDir: true },
    ],
  },
};

/** What k3s compares besides (pkg/daemons/config/types.go, CriticalControlArgs). */
function critical(config: NodeConfig): Readonly<Record<string, string>> {
  return {
    "disable-helm-controller": String(config.flag("disable-helm-controller")),
    "disable-network-policy": String(config.flag("disable-network-policy")),
    "disable-service-lb": String(config.list("disable").includes("servicelb")),
    "embedded-registry": String(config.flag("embedded-registry")),
    "flannel-backend": config.text("flannel-backend") ?? "vxlan",
    "flannel-external-ip": String(config.flag("flannel-external-ip")),
    "flannel-ipv6-masq": String(config.flag("flannel-ipv6-masq")),
    "secrets-encryption": String(config.flag("secrets-encryption")),
  };
}
