import { parse, stringify } from "yaml";
import type { Pair } from "./certificates";
import { remembered } from "./remembered";

/** What a kubeconfig says to a client: where, whom to trust, who it is. */
export interface ClientConfig {
  /** URL of the API server. */
  readonly server: string;
  readonly caPem: string;
  /** Client certificate in PEM, empty without one. */
  readonly certificate: string;
  readonly token?: string;
}

interface KubeconfigFile {
  readonly clusters?: readonly { readonly cluster: Readonly<Record<string, string | undefined>> }[];
  readonly users?: readonly { readonly user: Readonly<Record<string, string | undefined>> }[];
}

/** Reads the first cluster and user of a kubeconfig; undefined when the text is none. */
export const readKubeconfig = remembered((text): ClientConfig | undefined => {
  try {
    const file = parse(text) as KubeconfigFile | null;
    const cluster = file?.clusters?.[0]?.cluster;
    const user = file?.users?.[0]?.user;
    if (!cluster) return undefined;
    return {
      server: cluster.server ?? "",
      caPem: decode(cluster["certificate-authority-data"]),
      certificate: decode(user?.["client-certificate-data"]),
      ...(user?.token !== undefined && { token: user.token }),
    };
  } catch {
    return undefined;
  }
});

export interface KubeconfigNames {
  readonly server: string;
  readonly cluster: string;
  readonly user: string;
}

/** A kubeconfig with everything in it, as kubeadm writes one. */
export function writeKubeconfig(
  { server, cluster, user }: KubeconfigNames,
  caPem: string,
  login: Pair | { readonly token: string },
): string {
  const credentials =
    "token" in login
      ? { token: login.token }
      : { "client-certificate-data": encode(login.certificate), "client-key-data": encode(login.key) };
  const context = `${user}@${cluster}`;
  return stringify(
    {
      apiVersion: "v1",
      clusters: [{ cluster: { "certificate-authority-data": encode(caPem), server }, name: cluster }],
      contexts: [{ context: { cluster, user }, name: context }],
      "current-context": context,
      kind: "Config",
      users: [{ name: user, user: credentials }],
    },
    { lineWidth: 0 },
  );
}

const encode = (text: string): string => Buffer.from(text).toString("base64");
const decode = (text: string | undefined): string => Buffer.from(text ?? "", "base64").toString();
