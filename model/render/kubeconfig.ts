import { hostAndPort } from "../../model/address";
import { parse } from "yaml";
import { toYaml } from "./serialise";

interface Kubeconfig {
  clusters: { name: string; cluster: Record<string, unknown> }[];
  contexts: { name: string; context: Record<string, unknown> }[];
  users: { name: string; user: Record<string, unknown> }[];
  "current-context": string;
}

/**
 * Adapts the admin kubeconfig of a server, which points at itself under the name `default`, for people: named after the
 * cluster, with the address that does not depend on a single server, through the proxy if there is one.
 */
export function renderKubeconfig(
  serverKubeconfig: string,
  target: { readonly clusterName: string; readonly endpointAddress: string; readonly proxyUrl?: string | undefined },
): string {
  const config = parse(serverKubeconfig) as Kubeconfig;
  const name = target.clusterName;
  const server = `https://${hostAndPort(target.endpointAddress, 6443)}`;
  const proxy = target.proxyUrl === undefined ? {} : { "proxy-url": target.proxyUrl };
  return toYaml({
    ...config,
    clusters: config.clusters.map(({ cluster }) => ({ name, cluster: { ...cluster, server, ...proxy } })),
    contexts: [{ name, context: { cluster: name, user: name } }],
    users: config.users.map(({ user }) => ({ name, user })),
    "current-context": name,
  });
}
