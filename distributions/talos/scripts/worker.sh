# A worker: `join`. Needs: NODE_NAME TAINTS, and what talos-tools.sh, talos-configure.sh, nodes.sh, drain.sh and talos-disk.sh
# define.

CONTACT=

join() {
  begin
  configure
  step "wait until $NODE_NAME is Ready"
  attempt 600 "$NODE_NAME to register" kubectl get node "$NODE_NAME" || fail "it did not register within 600 s"
  kubectl wait --for=condition=Ready "node/$NODE_NAME" --timeout=600s >/dev/null || fail "it is registered but not Ready after 600 s"
  # Labels are in the machine's configuration, and Talos keeps them true.
  reconcile_node "$NODE_NAME" "" "$TAINTS"
  fill_disk
  uncordon_worker
}
