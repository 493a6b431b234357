import { ran, rows, source, type Rows } from "../evidence";

const kubeadmTest = (test: string) => ran("conformance/control-plane/kubeadm", test);
const kubectl = ran("conformance/control-plane/kubectl", "answers what it is asked");

/** How nodes are drained (model/scripts/nodes.sh). */
export const DRAIN_LINE =
  "kubectl drain $1 --ignore-daemonsets --delete-emptydir-data --force --timeout=300s --skip-wait-for-delete-timeout=60";

/** What scripts ask of Kubernetes' API, through kubectl and curl. */
export const kubernetes: readonly Rows[] = [
  rows(
    kubeadmTest("passes the health gate once its node exists"),
    "/usr/bin/kubectl --kubeconfig=/etc/kubernetes/admin.conf --server=https://$NODE_ADDRESS:6443 --request-timeout=30s $@",
  ),
  // Each of these flags before calls of the scenario.
  rows(kubectl, "kubectl --kubeconfig $WORK/kubeconfig --request-timeout=30s $CONTACT $@"),
  rows(
    kubeadmTest("finds another control plane that answers as the contact for a leaving one"),
    'kubectl get nodes -l $SERVER_LABEL -o jsonpath={range .items[*]}{.metadata.name} {.status.addresses[?(@.type=="InternalIP")].address}{"\\n"}{end} | awk -v me=$NODE_NAME $1 != me { print $2 }',
  ),
  rows(
    source("k3s-io/k3s", "cmd/k3s/main.go (internalCLIAction), pkg/kubectl/main.go", "read 2026-11"),
    "/usr/local/bin/k3s kubectl --kubeconfig=/etc/rancher/k3s/k3s.yaml --request-timeout=30s $@",
  ),
  rows(
    kubectl,
    "kubectl --server https://$peer:6443 get --raw /readyz",
    "kubectl --server https://$peer:6443 get node $NODE_NAME --ignore-not-found -o name",
    "kubectl --server https://$peer:6443 annotate node $NODE_NAME --overwrite etcd.k3s.cattle.io/remove=true",
    "kubectl --server https://$peer:6443 get node $NODE_NAME -o jsonpath={.metadata.annotations.etcd\\.k3s\\.cattle\\.io/removed-node-name}",
  ),
  rows(kubectl, "/var/lib/rancher/rke2/bin/kubectl --kubeconfig=/etc/rancher/rke2/rke2.yaml --request-timeout=30s $@"),
  rows(
    kubectl,
    "kubectl get --raw /readyz",
    "kubectl --kubeconfig $WORK/kubeconfig --request-timeout=5s --server=https://$1:6443 get --raw /readyz",
    "kubectl get node $NODE_NAME",
    "kubectl get node $NODE_NAME -o jsonpath={.spec.unschedulable}",
    "[ $(kubectl …) != true ]",
    "kubectl get node $NODE_NAME -o jsonpath={.metadata.annotations.homelab\\.dev/$1}",
    "kubectl get node $1 -o jsonpath={.metadata.annotations.homelab\\.dev/labels}",
    "kubectl get node $1 -o jsonpath={.metadata.annotations.homelab\\.dev/taints}",
    'kubectl get nodes -l $SERVER_LABEL -o jsonpath={range .items[*]}{.metadata.name} {.status.conditions[?(@.type=="Ready")].status}{"\\n"}{end}',
    "kubectl -n kube-system get daemonset kube-proxy",
  ),
  rows(
    kubectl,
    "kubectl delete node $NODE_NAME",
    "kubectl delete node $NODE_NAME --ignore-not-found",
    "kubectl --server https://$peer:6443 delete node $NODE_NAME --ignore-not-found",
    "/usr/bin/kubectl --kubeconfig=$FAREWELL/admin.conf --server=https://$peer:6443 --request-timeout=30s delete node $NODE_NAME --ignore-not-found",
  ),
  rows(kubectl, DRAIN_LINE, "kubectl uncordon $NODE_NAME"),
  rows(
    kubectl,
    "kubectl wait --for=condition=Ready node/$NODE_NAME --timeout=600s",
    "kubectl wait --for=condition=Established crd/installations.operator.tigera.io --timeout=120s",
  ),
  rows(
    kubectl,
    "kubectl annotate node $NODE_NAME homelab.dev/before-restart=$before",
    "kubectl annotate node $NODE_NAME homelab.dev/before-restart-",
    "kubectl annotate node $NODE_NAME --overwrite homelab.dev/runs-as=$RUNS_AS homelab.dev/before-restart-",
    "kubectl annotate node $1 --overwrite homelab.dev/labels=$keys homelab.dev/taints=$3",
  ),
  rows(kubectl, "kubectl label node $1 $key-", "kubectl label node $1 --overwrite $label"),
  rows(kubectl, "kubectl taint node $1 $(…)", "kubectl taint node $1 --overwrite $taint"),
  rows(kubectl, "kubectl apply --server-side --force-conflicts -f $1", "printf %s\\n $said | tail -n 3"),
  rows(
    kubeadmTest("starts an API server with these arguments, reachable for the scripts from anywhere"),
    "curl -fsS --cacert $CLUSTER_CA --connect-timeout 3 --max-time 5 https://$1:6443/readyz",
    "[ $(curl …) = ok ]",
    "https://$1:6443/readyz",
    "https://$1:6443",
    "https://$NODE_ADDRESS:6443",
  ),
  // As the address that `--server` names.
  rows(kubectl, "https://$CONTACT:6443", "https://$peer:6443"),
];
