# What a control plane does with Node objects, through its kubectl.

# reconcile_node NODE LABELS TAINTS: makes labels and taints what the plan says, on a node that already lives.
# A kubelet sets them only at registration; what we set before and want no more is taken away.
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
  evict "$1" || fail "$1 could not be drained; it stays in the cluster, cordoned"
}

# evict NODE: cordons it and moves its pods. Those of a failed kubelet never end; they are waited for a minute.
evict() {
  step "drain $1"
  kubectl drain "$1" --ignore-daemonsets --delete-emptydir-data --force --timeout=300s \
    --skip-wait-for-delete-timeout=60 >&2
}
