import type { Member } from "../../cluster/etcd";
import type { Rke2Config } from "./config";
import type { Joinable } from "./contact";
import type { Rke2Process } from "./process";
import { criticalOf } from "./settings";
import { ServerRuntime } from "./server-runtime";

/** A server's runtime with a serving certificate for its own names and those of `tls-san`. */
export async function makeRuntime(
  { guest, version }: Rke2Process,
  { cluster, rke2 }: Joinable,
  member: Member,
  config: Rke2Config,
): Promise<ServerRuntime> {
  const sans = config.list("tls-san");
  const isAddress = (name: string): boolean => /^[\d.]+$/.test(name);
  const addresses = [...new Set(["127.0.0.1", member.address, ...sans.filter(isAddress)])];
  const names = [
    ...new Set([
      "kubernetes",
      "kubernetes.default",
      "kubernetes.default.svc",
      `kubernetes.default.svc.${criticalOf(config)["cluster-domain"]}`,
      "localhost",
      member.node,
      ...sans.filter((name) => !isAddress(name)),
    ]),
  ];
  const serving = await cluster.authorities.ca.issue({ name: "CN=kube-apiserver", addresses, names });
  return new ServerRuntime({
    guest,
    cluster,
    rke2,
    node: member.node,
    member,
    version,
    serving,
    certificateNames: [...addresses, ...names],
    exposesMetrics: config.flag("etcd-expose-metrics"),
  });
}
