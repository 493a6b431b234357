import { DRAIN_LINE } from "../../../evidence/table/kubernetes";

/** One call in a simulation: what is typed after `kubectl`, and the line of a script that it stands for. */
export interface Step {
  readonly call: string;
  readonly line?: string;
  /** What happens before, in both simulations. */
  readonly after?: Happening;
}

/** What the simulations do that no call of kubectl does. */
export type Happening = "budget" | "no-budget" | "silent" | "no-quorum" | "no-api";

export const SERVER = "valaskjalf-master-1";
export const WORKER = "valaskjalf-worker-1";
/** Its kubelet falls silent. */
export const DYING = "valaskjalf-worker-2";

const DRAIN = "--ignore-daemonsets --delete-emptydir-data --force";
/** As the scripts call it. */
const drain = (node: string) => DRAIN_LINE.replace("kubectl ", "").replace("$1", node);
const readyz = "kubectl get --raw /readyz";
const NAMES = "jsonpath={range .items[*]}{.metadata.name} ";
const READY = '{.status.conditions[?(@.type=="Ready")].status}';
const VOTER = '{.status.conditions[?(@.type=="EtcdIsVoter")].status}';
const END = '{"\\n"}{end}';
const quoted = (path: string): string => `'${path}'`;
const unquoted = (text: string): string => text.replaceAll("'", "");
const addresses = `${NAMES}{.status.addresses[?(@.type=="InternalIP")].address}${END}`;
const annotation = (name: string): string => `'jsonpath={.metadata.annotations.homelab\\.dev/${name}}'`;

/** How a server of k3s asks through another one for the removal of its member. */
function leavingK3s(node: string): readonly Step[] {
  const peer = "--server https://SERVER_ADDRESS:6443";
  const asked = "kubectl --server https://$peer:6443";
  const done = "jsonpath={.metadata.annotations.etcd\\.k3s\\.cattle\\.io/removed-node-name}";
  const request = "--overwrite etcd.k3s.cattle.io/remove=true";
  return [
    {
      call: `${peer} get node ${node} --ignore-not-found -o name`,
      line: `${asked} get node $NODE_NAME --ignore-not-found -o name`,
    },
    { call: `${peer} annotate node ${node} ${request}`, line: `${asked} annotate node $NODE_NAME ${request}` },
    { call: `${peer} get node ${node} -o ${quoted(done)}`, line: `${asked} get node $NODE_NAME -o ${done}` },
    { call: `${peer} get --raw /readyz`, line: `${asked} get --raw /readyz` },
  ];
}

/** Everything the scripts ask of kubectl, and what may come of it, in an order in which each makes sense. */
export const scenario: readonly Step[] = [
  { call: "get --raw /readyz", line: readyz },
  {
    call: "get --raw /readyz --request-timeout=5s",
    line: "kubectl --kubeconfig $WORK/kubeconfig --request-timeout=5s --server=https://$1:6443 get --raw /readyz",
  },
  { call: "get --raw /readyz/etcd" },
  { call: "get --raw /nothing" },
  { call: `get node ${WORKER} -o name`, line: "kubectl get node $NODE_NAME" },
  { call: "get node thor", line: "kubectl get node $NODE_NAME" },
  { call: "get node thor --ignore-not-found" },
  ...leavingK3s(WORKER),
  ...leavingK3s("thor").slice(0, 2),
  {
    call: `get nodes -l node-role.kubernetes.io/etcd=true -o ${quoted(addresses)}`,
    line: `kubectl get nodes -l $SERVER_LABEL -o ${addresses}`,
  },
  {
    call: `get nodes -l node-role.kubernetes.io/etcd=true -o ${quoted(`${NAMES}${READY} ${VOTER}${END}`)}`,
  },
  {
    call: `get nodes -o ${quoted(`${NAMES}${READY} ${VOTER}${END}`)}`,
  },
  {
    call: `get nodes -l node-role.kubernetes.io/control-plane -o ${quoted(`${NAMES}${READY}${END}`)}`,
    line: `kubectl get nodes -l $SERVER_LABEL -o ${NAMES}${READY}${END}`,
  },
  { call: `get nodes -l no=where -o ${quoted(`${NAMES}${READY}${END}`)}` },
  { call: "get nodes -l no=where" },
  { call: "get nodes -o name" },
  { call: "get gods" },
  { call: "get nodes --hammer" },
  { call: "smash node thor" },
  { call: "get nodes -o 'jsonpath={.items['" },
  { call: "get nodes -o 'jsonpath={.items[0].nothing.here}'" },
  {
    call: `get node ${WORKER} -o 'jsonpath={.status.capacity.ephemeral-storage}'`,
    line: "kubectl get node $NODE_NAME -o jsonpath={.status.capacity.ephemeral-storage}",
  },
  {
    call: `wait --for=condition=Ready node/${WORKER} --timeout=600s`,
    line: "kubectl wait --for=condition=Ready node/$NODE_NAME --timeout=600s",
  },
  { call: "wait --for=condition=Ready node/thor --timeout=2s" },
  { call: `wait --for=condition=Ready=False node/${WORKER} --timeout=2s` },
  { call: "wait --for=condition=Ready node -l no=where --timeout=2s" },
  {
    call: "-n kube-system get daemonset kube-proxy",
    line: "kubectl -n kube-system get daemonset kube-proxy",
  },
  // Labels, taints and annotations of a node.
  {
    call: `get node ${WORKER} -o ${annotation("labels")}`,
    line: `kubectl get node $1 -o ${unquoted(annotation("labels"))}`,
  },
  { call: `label node ${WORKER} --overwrite tier=one`, line: "kubectl label node $1 --overwrite $label" },
  { call: `label node ${WORKER} --overwrite tier=two`, line: "kubectl label node $1 --overwrite $label" },
  { call: `label node ${WORKER} --overwrite tier=two`, line: "kubectl label node $1 --overwrite $label" },
  { call: `label node ${WORKER} tier=three` },
  { call: `label node ${WORKER} tier-`, line: "kubectl label node $1 $key-" },
  { call: `label node ${WORKER} tier-`, line: "kubectl label node $1 $key-" },
  { call: `label node ${WORKER} --overwrite 'tier=not so'`, line: "kubectl label node $1 --overwrite $label" },
  { call: `label node ${WORKER} --overwrite '/=x'`, line: "kubectl label node $1 --overwrite $label" },
  { call: "label node thor --overwrite tier=one", line: "kubectl label node $1 --overwrite $label" },
  { call: `label node ${WORKER}` },
  {
    call: `taint node ${WORKER} --overwrite GPU=true:NoSchedule`,
    line: "kubectl taint node $1 --overwrite $taint",
  },
  {
    call: `taint node ${WORKER} --overwrite GPU=true:NoSchedule`,
    line: "kubectl taint node $1 --overwrite $taint",
  },
  { call: `taint node ${WORKER} --overwrite GPU=no:NoSchedule`, line: "kubectl taint node $1 --overwrite $taint" },
  { call: `taint node ${WORKER} GPU=true:NoSchedule` },
  {
    call: `taint node ${WORKER} --overwrite card:PreferNoSchedule`,
    line: "kubectl taint node $1 --overwrite $taint",
  },
  { call: `taint node ${WORKER} card:PreferNoSchedule-`, line: "kubectl taint node $1 $(…)" },
  { call: `taint node ${WORKER} card:NoSchedule-`, line: "kubectl taint node $1 $(…)" },
  { call: `taint node ${WORKER} card:NoSchedule-`, line: "kubectl taint node $1 $(…)" },
  { call: `taint node ${WORKER} --overwrite GPU=true:Never`, line: "kubectl taint node $1 --overwrite $taint" },
  { call: "taint node thor --overwrite GPU=true:NoSchedule", line: "kubectl taint node $1 --overwrite $taint" },
  {
    call: `annotate node ${WORKER} --overwrite homelab.dev/labels='a b' homelab.dev/taints=`,
    line: "kubectl annotate node $1 --overwrite homelab.dev/labels=$keys homelab.dev/taints=$3",
  },
  {
    call: `get node ${WORKER} -o ${annotation("labels")}`,
    line: `kubectl get node $1 -o ${unquoted(annotation("labels"))}`,
  },
  {
    call: `get node ${WORKER} -o ${annotation("taints")}`,
    line: `kubectl get node $1 -o ${unquoted(annotation("taints"))}`,
  },
  {
    call: `annotate node ${WORKER} homelab.dev/before-restart=schedulable`,
    line: "kubectl annotate node $NODE_NAME homelab.dev/before-restart=$before",
  },
  {
    call: `annotate node ${WORKER} homelab.dev/before-restart=cordoned`,
    line: "kubectl annotate node $NODE_NAME homelab.dev/before-restart=$before",
  },
  {
    call: `get node ${WORKER} -o ${annotation("before-restart")}`,
    line: "kubectl get node $NODE_NAME -o jsonpath={.metadata.annotations.homelab\\.dev/$1}",
  },
  {
    call: `annotate node ${WORKER} homelab.dev/before-restart-`,
    line: "kubectl annotate node $NODE_NAME homelab.dev/before-restart-",
  },
  {
    call: `annotate node ${WORKER} homelab.dev/before-restart-`,
    line: "kubectl annotate node $NODE_NAME homelab.dev/before-restart-",
  },
  {
    call: `annotate node ${WORKER} --overwrite 'homelab.dev/runs-as=3 cores, 12288 MiB' homelab.dev/before-restart-`,
    line: "kubectl annotate node $NODE_NAME --overwrite homelab.dev/runs-as=$RUNS_AS homelab.dev/before-restart-",
  },
  { call: "annotate node thor a=b" },
  // What kubectl refuses, and how it says it.
  ...[
    `get nodes ${WORKER} thor -o name`,
    "get nodes -l '=='",
    "get nodes -o jsonpath",
    "get nodes --timeout=5s",
    "get nodes --request-timeout=abc",
    "get --raw readyz",
    "get --raw /api/v1/nodes/thor",
    `label node ${WORKER} a=1 b=2`,
    `label node ${WORKER} a=1 c- b-`,
    `label node ${WORKER} a- a=1`,
    `label node ${WORKER} --overwrite a-`,
    `label node a=1 ${WORKER}`,
    `label node ${WORKER} a=${"x".repeat(64)}`,
    `label node ${WORKER} ${"x".repeat(64)}=a`,
    "label node",
    `annotate node ${WORKER}`,
    `annotate node ${WORKER} a- a=1`,
    `annotate node ${WORKER} a=1 thor`,
    `taint node ${WORKER}`,
    `taint node ${WORKER} a`,
    `taint node ${WORKER} a=b`,
    `taint node ${WORKER} a:NoSchedule a-`,
    `taint node ${WORKER} a:NoSchedule thor`,
    "taint a:NoSchedule",
    "cordon",
    "uncordon",
    "drain",
    `cordon ${WORKER} --force`,
    "wait node/thor --timeout=1s",
    "wait --for=condition=Ready --timeout=1s",
    `delete node thor --overwrite`,
  ].map((call): Step => ({ call })),
  // Draining.
  {
    call: `get node ${WORKER} -o 'jsonpath={.spec.unschedulable}'`,
    line: "kubectl get node $NODE_NAME -o jsonpath={.spec.unschedulable}",
  },
  { call: `drain ${WORKER} --delete-emptydir-data` },
  {
    call: `get node ${WORKER} -o 'jsonpath={.spec.unschedulable}'`,
    line: "kubectl get node $NODE_NAME -o jsonpath={.spec.unschedulable}",
  },
  { call: `drain ${WORKER} --ignore-daemonsets` },
  { call: `drain ${WORKER} ${DRAIN} --timeout=7s`, after: "budget" },
  {
    call: `drain ${WORKER} --disable-eviction ${DRAIN}`,
  },
  {
    call: drain(WORKER),
    line: DRAIN_LINE,
    after: "no-budget",
  },
  { call: `uncordon ${WORKER}`, line: "kubectl uncordon $NODE_NAME" },
  { call: `uncordon ${WORKER}`, line: "kubectl uncordon $NODE_NAME" },
  { call: "uncordon thor", line: "kubectl uncordon $NODE_NAME" },
  {
    call: drain(DYING),
    line: DRAIN_LINE,
    after: "silent",
  },
  { call: `cordon ${DYING}` },
  { call: "drain thor --force", line: DRAIN_LINE },
  // Objects.
  {
    call: "apply --server-side --force-conflicts -f /tmp/unknown.yaml",
    line: "kubectl apply --server-side --force-conflicts -f $1",
  },
  {
    call: "apply --server-side --force-conflicts -f /tmp/definition.yaml",
    line: "kubectl apply --server-side --force-conflicts -f $1",
  },
  {
    call: "wait --for=condition=Established crd/installations.operator.tigera.io --timeout=120s",
    line: "kubectl wait --for=condition=Established crd/installations.operator.tigera.io --timeout=120s",
  },
  {
    call: "apply --server-side --force-conflicts -f /tmp/definition.yaml",
    line: "kubectl apply --server-side --force-conflicts -f $1",
  },
  {
    call: "apply --server-side --force-conflicts -f /tmp/known.yaml",
    line: "kubectl apply --server-side --force-conflicts -f $1",
  },
  {
    call: "apply --server-side --force-conflicts -f /tmp/nothing.yaml",
    line: "kubectl apply --server-side --force-conflicts -f $1",
  },
  { call: "wait --for=condition=Established crd/gods.asgard.io --timeout=2s" },
  // Leaving.
  { call: `delete node ${DYING}`, line: "kubectl delete node $NODE_NAME" },
  { call: `delete node ${DYING}`, line: "kubectl delete node $NODE_NAME" },
  { call: `delete node ${DYING} --ignore-not-found`, line: "kubectl delete node $NODE_NAME --ignore-not-found" },
  {
    call: `--server https://SERVER_ADDRESS:6443 delete node ${DYING} --ignore-not-found`,
    line: "kubectl --server https://$peer:6443 delete node $NODE_NAME --ignore-not-found",
  },
  {
    call: `--server=https://SERVER_ADDRESS:6443 --request-timeout=30s delete node ${DYING} --ignore-not-found`,
    line: "/usr/bin/kubectl --kubeconfig=$FAREWELL/admin.conf --server=https://$peer:6443 --request-timeout=30s delete node $NODE_NAME --ignore-not-found",
  },
  { call: "--server https://127.0.0.1:6444 get nodes" },
  { call: "--kubeconfig /nope get nodes" },
  // Without a majority of etcd, and without an API.
  { call: "get --raw /readyz", line: readyz, after: "no-quorum" },
  { call: "get --raw /livez" },
  { call: "--request-timeout=5s get node thor", line: "kubectl get node $NODE_NAME" },
  { call: "get --raw /readyz", line: readyz, after: "no-api" },
  { call: "get node thor", line: "kubectl get node $NODE_NAME" },
  { call: drain(WORKER), line: DRAIN_LINE },
  { call: `wait --for=condition=Ready node/${WORKER} --timeout=600s` },
];

/** The calls of the scripts that all this stands for. */
export const lines: readonly string[] = [...new Set(scenario.flatMap(({ line }) => line ?? []))];

/** Files that `apply` is given. */
export const FILES: Readonly<Record<string, string>> = {
  "/tmp/unknown.yaml": "apiVersion: asgard.io/v1\nkind: God\nmetadata: { name: thor }\n",
  "/tmp/known.yaml": `apiVersion: operator.tigera.io/v1
kind: Installation
metadata: { name: default }
spec: {}
---
apiVersion: v1
kind: ConfigMap
metadata: { name: greeting, namespace: kube-system }
data: { hello: simulation }
`,
  "/tmp/definition.yaml": `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: installations.operator.tigera.io }
spec:
  group: operator.tigera.io
  scope: Cluster
  names: { kind: Installation, listKind: InstallationList, plural: installations, singular: installation }
  versions:
    - name: v1
      served: true
      storage: true
      schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }
`,
};
