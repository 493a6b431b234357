import { stringify } from "yaml";
import { FRONT_PROXY, type Pki } from "./pki";

export interface Ports {
  readonly api: number;
  readonly etcd: number;
  readonly peer: number;
}

/** How long a pod tolerates a node that is not ready, or silent, unless it says otherwise (DefaultTolerationSeconds). */
const TOLERATION_SECONDS = 300;

export interface ApiServerSettings {
  readonly serviceCidr: string;
  /** Milliseconds in which a second of the simulation passes: the controllers' clock is the wall's. */
  readonly secondMs: number;
  /** Where connections into the cluster go: to kubelets, to webhooks. */
  readonly egressFile: string;
}

/** Of `kube-apiserver`, for loopback: it registers itself nowhere, as its address is nobody's but this computer's. */
export function apiServerArguments(
  { file }: Pki,
  { api, etcd }: Ports,
  { serviceCidr, secondMs, egressFile }: ApiServerSettings,
): string[] {
  const toleration = String(Math.max(1, Math.ceil((TOLERATION_SECONDS * secondMs) / 1000)));
  return flags({
    "etcd-servers": `https://127.0.0.1:${etcd}`,
    "etcd-cafile": file("ca.crt"),
    "etcd-certfile": file("etcd-client.crt"),
    "etcd-keyfile": file("etcd-client.key"),
    "bind-address": "127.0.0.1",
    "advertise-address": "127.0.0.1",
    "secure-port": String(api),
    "endpoint-reconciler-type": "none",
    "tls-cert-file": file("serving.crt"),
    "tls-private-key-file": file("serving.key"),
    "client-ca-file": file("ca.crt"),
    "service-account-issuer": "https://kubernetes.default.svc.cluster.local",
    "service-account-key-file": file("sa.pub"),
    "service-account-signing-key-file": file("sa.key"),
    "service-cluster-ip-range": serviceCidr,
    // Every distribution allows it: what is privileged is judged by Pod Security.
    "allow-privileged": "true",
    "authorization-mode": "Node,RBAC",
    "enable-admission-plugins": "NodeRestriction",
    "requestheader-client-ca-file": file("ca.crt"),
    "requestheader-allowed-names": FRONT_PROXY,
    "requestheader-username-headers": "X-Remote-User",
    "requestheader-group-headers": "X-Remote-Group",
    "requestheader-extra-headers-prefix": "X-Remote-Extra-",
    "kubelet-client-certificate": file("kubelet-client.crt"),
    "kubelet-client-key": file("kubelet-client.key"),
    "egress-selector-config-file": egressFile,
    // Served by no API server that is not asked to; with a version of its own this build would.
    "runtime-config": "api/alpha=false",
    "default-not-ready-toleration-seconds": toleration,
    "default-unreachable-toleration-seconds": toleration,
    profiling: "false",
  });
}

/** Nothing leads from the API server into the cluster but a proxy of the simulation: no address of it is ever dialled. */
export function egressConfiguration({ file }: Pki, proxyPort: number): string {
  const tlsConfig = {
    caBundle: file("ca.crt"),
    clientCert: file("kubelet-client.crt"),
    clientKey: file("kubelet-client.key"),
  };
  const transport = { tcp: { url: `https://127.0.0.1:${proxyPort}`, tlsConfig } };
  return stringify({
    apiVersion: "apiserver.k8s.io/v1beta1",
    kind: "EgressSelectorConfiguration",
    egressSelections: [{ name: "cluster", connection: { proxyProtocol: "HTTPConnect", transport } }],
  });
}

export const schedulerArguments = (pki: Pki): string[] => flags(clientFlags(pki, "scheduler"));

export function etcdArguments({ file }: Pki, { etcd, peer }: Ports, data: string): string[] {
  const [client, own] = [`https://127.0.0.1:${etcd}`, `http://127.0.0.1:${peer}`];
  return flags({
    name: "simulation",
    "data-dir": data,
    // Nothing of it is to survive a power cut.
    "unsafe-no-fsync": "true",
    "listen-client-urls": client,
    "advertise-client-urls": client,
    "listen-peer-urls": own,
    "initial-advertise-peer-urls": own,
    "initial-cluster": `simulation=${own}`,
    "client-cert-auth": "true",
    "trusted-ca-file": file("ca.crt"),
    "cert-file": file("etcd.crt"),
    "key-file": file("etcd.key"),
    "log-level": "warn",
  });
}

/** Without what the simulation plays itself: whose kubelet is silent, and which pod addresses a node has. */
export function controllerManagerArguments(pki: Pki): string[] {
  return flags({
    ...clientFlags(pki, "controller-manager"),
    "root-ca-file": pki.file("ca.crt"),
    "service-account-private-key-file": pki.file("sa.key"),
    "use-service-account-credentials": "true",
    controllers: "*,-node-lifecycle-controller,-node-ipam-controller",
  });
}

/** Of a program that is the API server's only client of its kind, and serves nobody. */
function clientFlags({ file }: Pki, name: "controller-manager" | "scheduler") {
  const kubeconfig = file(`${name}.conf`);
  return {
    kubeconfig,
    "authentication-kubeconfig": kubeconfig,
    "authorization-kubeconfig": kubeconfig,
    "bind-address": "127.0.0.1",
    "secure-port": "0",
    "leader-elect": "false",
    profiling: "false",
  };
}

const flags = (values: Readonly<Record<string, string>>): string[] =>
  Object.entries(values).map(([name, value]) => `--${name}=${value}`);
