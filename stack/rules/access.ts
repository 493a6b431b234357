import { distributionOf, hasLogin } from "../../distributions/registry";
import type { Issue } from "../../model/errors";
import { publicKeyProblem } from "../../model/ssh-public-key";
import type { Rule } from "./rule";

/** Passwords do not open SSH: without a key nobody could. */
const accessHasAKey: Rule = (config) => {
  if (!hasLogin(distributionOf(config.cluster)) || config.access.authorizedKeys.length > 0) return [];
  const allowed = "must be at least one public key";
  return [
    {
      path: "access.authorizedKeys",
      problem: "no SSH key",
      got: "an empty list",
      allowed,
      remedy: "add the line of ~/.ssh/id_ed25519.pub",
    },
  ];
};

const authorizedKeysArePublicKeys: Rule = (config) =>
  config.access.authorizedKeys.flatMap((key, index) => keyIssues(`access.authorizedKeys[${index}]`, key));

const bastionHostKeyIsAPublicKey: Rule = ({ access }) =>
  access.bastion ? keyIssues("access.bastion.hostKey", access.bastion.hostKey) : [];

/**
 * Ports that RKE2, kubeadm's components, etcd, the kubelet and the networks of pods listen on
 * (docs.rke2.io/install/requirements; docs.k3s.io/installation/requirements for those on loopback; Cilium's
 * Documentation/operations/system_requirements.rst, "Firewall Rules", at v1.19.5; Calico's docs, "Configuring Typha": 9098;
 * those on loopback are taken as well).
 */
const TAKEN_PORTS = [
  // etcd: clients, peers, metrics, RKE2's gateway for HTTP
  2379, 2380, 2381, 2382,
  // API server, RKE2's load balancer on agents, its supervisor, its registry mirror
  6443, 6444, 9345, 5001,
  // kubelet, its healthz, containerd's streams
  10250, 10248, 10010,
  // kube-proxy: metrics, healthz; controller manager, cloud controller manager, scheduler
  10249, 10256, 10257, 10258, 10259,
  // Cilium: health, Hubble, VXLAN, Envoy's and the agent's healthz; Calico: BGP, Felix's health, Typha and its health; kube-vip: metrics
  4240,
  4244, 8472, 9878, 9879, 179, 9099, 5473, 9098, 2112,
  // Cilium: Hubble's relay and authentication, Envoy, gops, pprof, SPIRE's health, Envoy's administration,
  // metrics of agent, operator and Envoy, WireGuard, Geneve; Calico: VXLAN
  4245, 4250, 9890, 9891, 9893, 9234, 9962, 9963, 9964, 51871, 4789, 4251, 6060, 6061, 6062, 9901, 6081,
  // an ingress controller's, the resolver's of the machine, and rpcbind's, which nfs-common brings
  80, 443, 53, 111,
];

/** Kubernetes gives Services of type NodePort one of these (--service-node-port-range). */
const NODE_PORTS = { first: 30_000, last: 32_767 };

const isTaken = (port: number) => TAKEN_PORTS.includes(port) || (port >= NODE_PORTS.first && port <= NODE_PORTS.last);

const sshPortIsFree: Rule = ({ access }) => {
  if (!isTaken(access.sshPort)) return [];
  const allowed = "must be a port Kubernetes does not use";
  return [
    {
      path: "access.sshPort",
      problem: "port of Kubernetes",
      got: String(access.sshPort),
      allowed,
      remedy: "choose another, such as 2222",
    },
  ];
};

function keyIssues(path: string, key: string): Issue[] {
  const problem = publicKeyProblem(key);
  if (problem === undefined) return [];
  const isPrivate = problem.startsWith("private");
  const remedy = isPrivate
    ? "remove it, make a new key pair and write the .pub file's line"
    : "copy the whole line of the .pub file";
  return [
    {
      path,
      problem,
      got: `${key.length} characters (not shown)`,
      allowed: "must be a public key in OpenSSH form",
      remedy,
    },
  ];
}

export const accessRules: readonly Rule[] = [
  accessHasAKey,
  authorizedKeysArePublicKeys,
  bastionHostKeyIsAPublicKey,
  sshPortIsFree,
];
