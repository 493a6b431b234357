import type { ClusterConfiguration } from "../documents/cluster-configuration";
import { kubeadmMinor } from "../release";

// The arguments of a control plane's programs (cmd/kubeadm/app/phases/controlplane/manifests.go and phases/etcd/local.go,
// v1.29.15 and v1.34.2), held to what the real kubeadm writes by tests/conformance/control-plane/kubeadm.test.ts.

const ETC = "/etc/kubernetes";
const PKI = `${ETC}/pki`;

type Arguments = Readonly<Record<string, string>>;

/** As kubeadm writes them: by name, and what the document says on top. */
function inOrder(program: string, args: Arguments, extra: ReadonlyMap<string, string> = new Map()): string[] {
  const all = { ...args, ...Object.fromEntries(extra) };
  return [
    program,
    ...Object.entries(all)
      .map(([name, value]) => `--${name}=${value}`)
      .sort(),
  ];
}

export function componentCommand(name: string, configuration: ClusterConfiguration, address: string): string[] {
  if (name === "kube-apiserver") return inOrder(name, apiServer(configuration, address), configuration.apiServerArgs);
  return inOrder(name, name === "kube-scheduler" ? scheduler : controllerManager(configuration));
}

const apiServer = ({ serviceSubnet, dnsDomain }: ClusterConfiguration, address: string): Arguments => ({
  "advertise-address": address,
  "allow-privileged": "true",
  "authorization-mode": "Node,RBAC",
  "client-ca-file": `${PKI}/ca.crt`,
  "enable-admission-plugins": "NodeRestriction",
  "enable-bootstrap-token-auth": "true",
  "etcd-cafile": `${PKI}/etcd/ca.crt`,
  "etcd-certfile": `${PKI}/apiserver-etcd-client.crt`,
  "etcd-keyfile": `${PKI}/apiserver-etcd-client.key`,
  "etcd-servers": "https://127.0.0.1:2379",
  "kubelet-client-certificate": `${PKI}/apiserver-kubelet-client.crt`,
  "kubelet-client-key": `${PKI}/apiserver-kubelet-client.key`,
  "kubelet-preferred-address-types": "InternalIP,ExternalIP,Hostname",
  "proxy-client-cert-file": `${PKI}/front-proxy-client.crt`,
  "proxy-client-key-file": `${PKI}/front-proxy-client.key`,
  "requestheader-allowed-names": "front-proxy-client",
  "requestheader-client-ca-file": `${PKI}/front-proxy-ca.crt`,
  "requestheader-extra-headers-prefix": "X-Remote-Extra-",
  "requestheader-group-headers": "X-Remote-Group",
  "requestheader-username-headers": "X-Remote-User",
  "secure-port": "6443",
  "service-account-issuer": `https://kubernetes.default.svc.${dnsDomain}`,
  "service-account-key-file": `${PKI}/sa.pub`,
  "service-account-signing-key-file": `${PKI}/sa.key`,
  "service-cluster-ip-range": serviceSubnet,
  "tls-cert-file": `${PKI}/apiserver.crt`,
  "tls-private-key-file": `${PKI}/apiserver.key`,
});

const controllerManager = ({ podSubnet, serviceSubnet, clusterName }: ClusterConfiguration): Arguments => ({
  "authentication-kubeconfig": `${ETC}/controller-manager.conf`,
  "authorization-kubeconfig": `${ETC}/controller-manager.conf`,
  "bind-address": "127.0.0.1",
  "client-ca-file": `${PKI}/ca.crt`,
  "cluster-name": clusterName,
  "cluster-signing-cert-file": `${PKI}/ca.crt`,
  "cluster-signing-key-file": `${PKI}/ca.key`,
  controllers: "*,bootstrapsigner,tokencleaner",
  kubeconfig: `${ETC}/controller-manager.conf`,
  "leader-elect": "true",
  "requestheader-client-ca-file": `${PKI}/front-proxy-ca.crt`,
  "root-ca-file": `${PKI}/ca.crt`,
  "service-account-private-key-file": `${PKI}/sa.key`,
  "use-service-account-credentials": "true",
  ...(podSubnet !== undefined && {
    "allocate-node-cidrs": "true",
    "cluster-cidr": podSubnet,
    "service-cluster-ip-range": serviceSubnet,
  }),
});

const scheduler: Arguments = {
  "authentication-kubeconfig": `${ETC}/scheduler.conf`,
  "authorization-kubeconfig": `${ETC}/scheduler.conf`,
  "bind-address": "127.0.0.1",
  kubeconfig: `${ETC}/scheduler.conf`,
  "leader-elect": "true",
};

export interface EtcdSpec {
  readonly name: string;
  readonly address: string;
  /** `name=https://address:2380` of every member, the new one included. */
  readonly initialCluster: readonly string[];
  readonly isNew: boolean;
  /** kubeadm's own release, which brings its etcd. */
  readonly release: string;
}

export function etcdCommand({ name, address, initialCluster, isNew, release }: EtcdSpec): string[] {
  const isNewEtcd = kubeadmMinor(release) >= 34;
  return inOrder("etcd", {
    name,
    "advertise-client-urls": `https://${address}:2379`,
    "cert-file": `${PKI}/etcd/server.crt`,
    "client-cert-auth": "true",
    "data-dir": "/var/lib/etcd",
    "initial-advertise-peer-urls": `https://${address}:2380`,
    "initial-cluster": initialCluster.join(","),
    ...(!isNew && { "initial-cluster-state": "existing" }),
    "key-file": `${PKI}/etcd/server.key`,
    "listen-client-urls": `https://127.0.0.1:2379,https://${address}:2379`,
    "listen-metrics-urls": "http://127.0.0.1:2381",
    "listen-peer-urls": `https://${address}:2380`,
    "peer-cert-file": `${PKI}/etcd/peer.crt`,
    "peer-client-cert-auth": "true",
    "peer-key-file": `${PKI}/etcd/peer.key`,
    "peer-trusted-ca-file": `${PKI}/etcd/ca.crt`,
    "snapshot-count": "10000",
    "trusted-ca-file": `${PKI}/etcd/ca.crt`,
    ...(isNewEtcd
      ? { "feature-gates": "InitialCorruptCheck=true", "watch-progress-notify-interval": "5s" }
      : { "experimental-initial-corrupt-check": "true", "experimental-watch-progress-notify-interval": "5s" }),
  });
}

/** The etcd that a release of kubeadm brings (cmd/kubeadm/app/constants: DefaultEtcdVersion, SupportedEtcdVersion). */
export function etcdImage(release: string): string {
  const minor = kubeadmMinor(release);
  const version = minor >= 34 ? "3.6.5-0" : minor >= 31 ? "3.5.24-0" : "3.5.16-0";
  return `registry.k8s.io/etcd:${version}`;
}
