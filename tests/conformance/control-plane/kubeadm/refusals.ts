import type { KubeadmPlan } from "../../../../distributions/kubeadm/plan";
import { renderJoinDocument } from "../../../../distributions/kubeadm/documents";
import { toYaml } from "../../../../model/render/serialise";

/** What is wrong with a machine, and the command of kubeadm's that says so. */
export interface Refusal {
  readonly what: string;
  /** A machine of the stack. */
  readonly machine: "cp-1" | "cp-2" | "cp-3" | "worker-1";
  readonly command: string;
  /** How it is made so: on a real machine, without systemd and packages, and on a simulated one. */
  readonly real: string;
  readonly simulated: string;
  /** The minor of the first kubeadm that is asked; an older one asks crictl, which is made up here. */
  readonly since?: number;
}

/** It has one core where that can be had. */
export const SMALL = "cp-3";

const INIT = "kubeadm init --config /etc/homelab/kubeadm.yaml --skip-token-print";
export const JOIN_PATH = "/root/join.yaml";
const JOIN = `kubeadm join --config ${JOIN_PATH}`;

const listening = (...ports: readonly number[]): string =>
  `${process.execPath} -e 'for (const port of [${ports.join(", ")}]) require("net").createServer().listen(port);
  setTimeout(() => require("fs").writeFileSync("/run/listens", ""), 100)' >/dev/null 2>&1 &
until [ -e /run/listens ]; do sleep 0.1; done
`;

const touched = (...paths: readonly string[]): string =>
  paths.map((path) => `mkdir -p "$(dirname ${path})"; echo x >${path}\n`).join("");

const manifests = ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "etcd"].map(
  (name) => `/etc/kubernetes/manifests/${name}.yaml`,
);
const MEMBER = "/var/lib/etcd/member/snap/db";
const NODE = ["/etc/kubernetes/kubelet.conf", "/etc/kubernetes/bootstrap-kubelet.conf", "/etc/kubernetes/pki/ca.crt"];

/** A machine that nobody prepared for Kubernetes. */
const bareReal = `printf 'Filename Type Size Used Priority\\n/swap.img file 2097148 0 -2\\n' >/run/swaps
mount --bind /run/swaps /proc/swaps
echo 0 >/proc/sys/net/ipv4/ip_forward
echo 0 >/proc/sys/net/bridge/bridge-nf-call-iptables
rm /usr/bin/conntrack
printf '127.0.0.1 localhost\\n' >/etc/hosts
printf '#!/bin/sh\\n[ "$1" != is-enabled ]\\n' >/usr/bin/systemctl
printf '#!/bin/sh\\necho Kubernetes v1.35.0\\n' >/usr/bin/kubelet
`;
const bareSimulated = `: >/swap.img; swapon /swap.img
sysctl -w net.ipv4.ip_forward=0 >/dev/null
sysctl -w net.bridge.bridge-nf-call-iptables=0 >/dev/null
rm /usr/bin/conntrack
printf '127.0.0.1 localhost\\n' >/etc/hosts
systemctl disable kubelet 2>/dev/null
sed -i '1s/ 1\\.[0-9]*\\.[0-9]*/ 1.35.0/' /usr/bin/kubelet
`;

/** Everything at once where it can be: kubeadm names all that is wrong. */
export const refusals: readonly Refusal[] = [
  {
    what: "init on a machine without a container runtime",
    machine: "cp-1",
    command: INIT,
    real: "",
    simulated: "",
    since: 31,
  },
  {
    what: "init on a machine that carries a control plane",
    machine: "cp-1",
    command: INIT,
    real: listening(6443, 10259, 10257, 10250, 2379, 2380) + touched(...manifests, MEMBER),
    // Nobody carries the VIP, so that it does not end well; everything runs by then.
    simulated: `systemctl start containerd; ${INIT} >/dev/null 2>&1 || true\n`,
  },
  {
    what: "init on a machine that nobody prepared",
    machine: "cp-2",
    command: INIT,
    real: bareReal,
    simulated: bareSimulated,
  },
  {
    what: "init on a machine with one core",
    machine: SMALL,
    command: INIT,
    real: "",
    simulated: "",
  },
  {
    what: "join of a machine that is a node",
    machine: "worker-1",
    command: JOIN,
    real: touched(...NODE),
    simulated: touched(...NODE),
  },
];

/** What a machine of a stack is given to join by, with a token that nobody has. */
export function joinDocument(stack: KubeadmPlan, name: string): string {
  const node = stack.nodes.find((candidate) => candidate.name === name);
  if (!node) throw new Error(`the stack has no ${name}`);
  const document = renderJoinDocument(stack, node, `sha256:${"0".repeat(64)}`);
  return toYaml(document).replace("@TOKEN@", "abcdef.0123456789abcdef").replace("@CERTIFICATE_KEY@", "0".repeat(64));
}
