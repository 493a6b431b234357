import type { Pair } from "../../cluster/certificates";
import type { SimulatedCluster } from "../../cluster/cluster";
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
  return new ServerRuntime({
    guest,
    cluster,
    rancher,
    node: member.node,
    member,
    version,
    ...(await servingCertificate(cluster, member, config)),
    exposesMetrics: config.flag("etcd-expose-metrics"),
  });
}

/**
 * A restarted server reissues its certificate if a name is missing; obsolete names stay (k3s pkg/daemons/control/deps,
 * `fieldsChanged`).
 */
export async function withNamesOf(config: NodeConfig, runtime: ServerRuntime): Promise<ServerRuntime> {
  const { cluster, member } = runtime;
  const { addresses, names } = servingNames(member, config);
  if ([...addresses, ...names].every((name) => runtime.certificateNames.includes(name))) return runtime;
  const { serving, certificateNames } = await servingCertificate(cluster, member, config);
  runtime.serveAs(serving, certificateNames);
  return runtime;
}

async function servingCertificate(
  { authorities }: SimulatedCluster,
  member: Member,
  config: NodeConfig,
): Promise<{ serving: Pair; certificateNames: readonly string[] }> {
  const { addresses, names } = servingNames(member, config);
  const serving = await authorities.ca.issue({ name: "CN=kube-apiserver", addresses, names });
  return { serving, certificateNames: [...addresses, ...names] };
}

function servingNames({ address, node }: Member, config: NodeConfig) {
  const sans = config.list("tls-san");
  const isAddress = (name: string): boolean => /^[\d.]+$/.test(name);
  const domain = rangesOf(config)["cluster-domain"];
  const own = ["kubernetes", "kubernetes.default", "kubernetes.default.svc", `kubernetes.default.svc.${domain}`];
  return {
    addresses: [...new Set(["127.0.0.1", address, ...sans.filter(isAddress)])],
    names: [...new Set([...own, "localhost", node, ...sans.filter((name) => !isAddress(name))])],
  };
}
