import type { Member } from "../../cluster/etcd";
import type { NodeConfig } from "./node-config";
import type { Joinable } from "./contact";
import type { RancherProcess } from "./process";
import { rangesOf } from "./settings";
import { ServerRuntime } from "./server-runtime";

/** A server's runtime with a serving certificate for its own names and those of `tls-san`. */
export async function makeRuntime(
  { guest, version }: RancherProcess,
  { cluster, rancher }: Joinable,
  member: Member,
  config: NodeConfig,
): Promise<ServerRuntime> {
  const sans = config.list("tls-san");
  const isAddress = (name: string): boolean => /^[\d.]+$/.test(name);
  const addresses = [...new Set(["127.0.0.1", member.address, ...sans.filter(isAddress)])];
  const names = [
    ...new Set([
      "kubernetes",
      "kubernetes.default",
      "kubernetes.default.svc",
      `kubernetes.default.svc.${rangesOf(config)["cluster-domain"]}`,
      "localhost",
      member.node,
      ...sans.filter((name) => !isAddress(name)),
    ]),
  ];
  const serving = await cluster.authorities.ca.issue({ name: "CN=kube-apiserver", addresses, names });
  return new ServerRuntime({
    guest,
    cluster,
    rancher,
    node: member.node,
    member,
    version,
    serving,
    certificateNames: [...addresses, ...names],
    exposesMetrics: config.flag("etcd-expose-metrics"),
  });
}
