# Runs on a control plane for one worker: `register` (wait until Ready, keep labels and taints true, uncordon) and
# `remove` (drain, delete). Needs: NODE_NAME LABELS TAINTS, kubectl, nodes.sh's and drain.sh's.

register() {
  step "wait until $NODE_NAME is Ready"
  attempt 600 "$NODE_NAME to register" kubectl get node "$NODE_NAME" || fail "it did not register within 600 s"
  kubectl wait --for=condition=Ready "node/$NODE_NAME" --timeout=600s >/dev/null || fail "it is registered but not Ready after 600 s"
  reconcile_node "$NODE_NAME" "$LABELS" "$TAINTS"
  uncordon_worker
}

remove() {
  step "remove from the cluster"
  if [ -e /var/lib/homelab/abandon ]; then return 0; fi
  attempt 120 "the API" kubectl get --raw /readyz || fail "the API does not answer; repair it first, or give the cluster up with: sudo touch /var/lib/homelab/abandon"
  if ! kubectl get node "$NODE_NAME" >/dev/null 2>&1; then
    say "has no Node object any more"
    return 0
  fi
  drain "$NODE_NAME"
  step "delete the node"
  kubectl delete node "$NODE_NAME" >&2 || fail "cannot delete node $NODE_NAME"
}
