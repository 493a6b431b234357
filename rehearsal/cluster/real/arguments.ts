import { FRONT_PROXY, type Pki } from "./pki";

export interface Ports {
  readonly api: number;
  readonly etcd: number;
  readonly peer: number;
}

/** Of `kube-apiserver`, for loopback: it registers itself nowhere, as its address is nobody's but this computer's. */
export function apiServerArguments({ file }: Pki, { api, etcd }: Ports, serviceCidr: string): string[] {
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
    "authorization-mode": "Node,RBAC",
    "enable-admission-plugins": "NodeRestriction",
    "requestheader-client-ca-file": file("ca.crt"),
    "requestheader-allowed-names": FRONT_PROXY,
    "requestheader-username-headers": "X-Remote-User",
    "requestheader-group-headers": "X-Remote-Group",
    "requestheader-extra-headers-prefix": "X-Remote-Extra-",
    profiling: "false",
  });
}

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
export function controllerManagerArguments({ file }: Pki): string[] {
  const kubeconfig = file("controller-manager.conf");
  return flags({
    kubeconfig,
    "authentication-kubeconfig": kubeconfig,
    "authorization-kubeconfig": kubeconfig,
    "bind-address": "127.0.0.1",
    "secure-port": "0",
    "leader-elect": "false",
    "root-ca-file": file("ca.crt"),
    "service-account-private-key-file": file("sa.key"),
    "use-service-account-credentials": "true",
    controllers: "*,-node-lifecycle-controller,-node-ipam-controller",
    profiling: "false",
  });
}

const flags = (values: Readonly<Record<string, string>>): string[] =>
  Object.entries(values).map(([name, value]) => `--${name}=${value}`);
