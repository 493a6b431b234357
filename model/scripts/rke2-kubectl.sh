# kubectl with this server's admin rights, and what both servers and their guests do with it.

TLS=/var/lib/rancher/rke2/server/tls/etcd

kubectl() {
  /var/lib/rancher/rke2/bin/kubectl --kubeconfig=/etc/rancher/rke2/rke2.yaml --request-timeout=30s "$@"
}

# "name ready voter" of every server, one a line.
servers() {
  kubectl get nodes -l node-role.kubernetes.io/etcd=true -o \
    'jsonpath={range .items[*]}{.metadata.name} {.status.conditions[?(@.type=="Ready")].status} {.status.conditions[?(@.type=="EtcdIsVoter")].status}{"\n"}{end}'
}

# The member list as etcd itself gives it, in JSON.
etcd_members() {
  curl -fsS --max-time 10 --cacert "$TLS/server-ca.crt" --cert "$TLS/client.crt" --key "$TLS/client.key" \
    -X POST -d '{}' https://127.0.0.1:2379/v3/cluster/member/list
}

count_of() { grep -o "$1" | wc -l | tr -d ' '; }

# reconcile_node NODE LABELS TAINTS: makes labels and taints what the plan says, on a node that already lives.
# RKE2 reads node-label and node-taint only at registration; what we set before and want no more is taken away.
reconcile_node() {
  step "labels and taints of $1"
  old=$(kubectl get node "$1" -o 'jsonpath={.metadata.annotations.homelab\.dev/labels}')
  for key in $old; do
    case " $2" in *" $key="*) ;; *) kubectl label node "$1" "$key-" >/dev/null ;; esac
  done
  old=$(kubectl get node "$1" -o 'jsonpath={.metadata.annotations.homelab\.dev/taints}')
  for taint in $old; do
    case " $3 " in *" $taint "*) ;; *) kubectl taint node "$1" "$(removal_of "$taint")" >/dev/null 2>&1 || say "$taint was gone already" ;; esac
  done
  for label in $2; do kubectl label node "$1" --overwrite "$label" >/dev/null || fail "label $label"; done
  for taint in $3; do kubectl taint node "$1" --overwrite "$taint" >/dev/null || fail "taint $taint"; done
  keys=
  for label in $2; do keys="$keys${keys:+ }${label%%=*}"; done
  kubectl annotate node "$1" --overwrite "homelab.dev/labels=$keys" "homelab.dev/taints=$3" >/dev/null
}

# key=value:Effect -> key:Effect-
removal_of() { printf '%s:%s-' "${1%%=*}" "${1##*:}"; }

drain() {
  step "drain $1"
  kubectl drain "$1" --ignore-daemonsets --delete-emptydir-data --force --timeout=300s \
    --skip-wait-for-delete-timeout=60 >&2 || fail "$1 could not be drained; it stays in the cluster, cordoned"
}
