import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { CertificateAuthority, type Pair } from "../certificates";
import { MASTERS } from "../identity";
import { writeKubeconfig } from "../kubeconfig";

/** How the simulation shows itself to the API server: the proxy that says whom it speaks for. */
export const FRONT_PROXY = "front-proxy-client";

/** What a real control plane and its clients show each other, made for one simulation. */
export interface Pki {
  readonly caPem: string;
  readonly frontProxy: Pair;
  /** For what the simulation itself tells the API server. */
  readonly admin: Pair;
  /** What every kubelet shows the API server, and the proxy on the way to it. */
  readonly kubelet: Pair;
  /** Path of a file in the folder. */
  file(this: void, name: string): string;
}

/** One authority for everything, as kubeadm's, in files that only we may read. */
export async function makePki(folder: string, apiServer: string): Promise<Pki> {
  const file = (name: string): string => join(folder, name);
  const write = (name: string, text: string): void => writeFileSync(file(name), text, { mode: 0o600 });
  const ca = await CertificateAuthority.create("kubernetes");
  const loopback = { addresses: ["127.0.0.1"], names: ["localhost", "kubernetes.default.svc"] };
  const [serving, etcd, etcdClient, kubeletClient, kubelet, manager, scheduler, frontProxy, admin] = await Promise.all([
    ca.issue({ name: "CN=kube-apiserver", ...loopback }),
    ca.issue({ name: "CN=etcd", ...loopback }),
    ca.issue({ name: `CN=kube-apiserver-etcd-client` }),
    ca.issue({ name: `CN=kube-apiserver-kubelet-client, O=${MASTERS}` }),
    ca.issue({ name: "CN=system:node, O=system:nodes", ...loopback }),
    ca.issue({ name: "CN=system:kube-controller-manager" }),
    ca.issue({ name: "CN=system:kube-scheduler" }),
    ca.issue({ name: `CN=${FRONT_PROXY}` }),
    ca.issue({ name: `CN=simulation, O=${MASTERS}` }),
  ]);
  for (const [name, pair] of Object.entries({
    serving,
    etcd,
    "etcd-client": etcdClient,
    "kubelet-client": kubeletClient,
  })) {
    write(`${name}.crt`, pair.certificate);
    write(`${name}.key`, pair.key);
  }
  write("ca.crt", ca.pem);
  write("controller-manager.conf", kubeconfig(apiServer, ca.pem, "system:kube-controller-manager", manager));
  write("scheduler.conf", kubeconfig(apiServer, ca.pem, "system:kube-scheduler", scheduler));
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  write("sa.key", privateKey.export({ type: "sec1", format: "pem" }).toString());
  write("sa.pub", publicKey.export({ type: "spki", format: "pem" }).toString());
  return { caPem: ca.pem, frontProxy, admin, kubelet, file };
}

function kubeconfig(server: string, caPem: string, user: string, login: Pair): string {
  return writeKubeconfig({ server, cluster: "simulation", user }, caPem, login);
}
