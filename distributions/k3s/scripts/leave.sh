# How a server of k3s leaves. Needs: peer (the server through which it leaves), and what rancher/server.sh needs.

DROP_IN=/run/systemd/system/k3s.service.d/10-leaving.conf

# etcd is a part of the process: with the process two servers would lose their majority, and nobody could remove the member
# any more. So the member goes first, by the annotation that k3s has for it (k3s pkg/etcd/member_controller.go). Its server
# ends then, and must not be started again: it would join again, or initialize a cluster of its own (k3s#13623).
leave_through_peer() {
  step "remove the etcd member"
  systemctl disable "$SERVER_UNIT" >/dev/null 2>&1 || fail "systemctl disable $SERVER_UNIT"
  printf '[Service]\nRestart=no\n' | put "$DROP_IN" 0644
  systemctl daemon-reload
  attempt 120 "$peer" kubectl --server "https://$peer:6443" get --raw /readyz ||
    fail "the API of $peer does not answer; run this again once it does, or give this server up with: $GIVE_UP"
  remove_member
  step "stop $SERVER_UNIT"
  systemctl stop "$SERVER_UNIT" || fail "$SERVER_UNIT does not stop"
  step "remove the node"
  delete_own_node
}

# Of a server that is to stay after all; systemd reads its units again when it is started.
undo_leaving() {
  [ -e "$DROP_IN" ] || return 0
  rm -f "$DROP_IN"
  CHANGED=yes
}

# A node that is gone already took its member with it.
remove_member() {
  there=$(kubectl --server "https://$peer:6443" get node "$NODE_NAME" --ignore-not-found -o name) ||
    fail "$peer does not say whether $NODE_NAME is there"
  [ -n "$there" ] || return 0
  kubectl --server "https://$peer:6443" annotate node "$NODE_NAME" --overwrite etcd.k3s.cattle.io/remove=true >/dev/null ||
    fail "cannot annotate $NODE_NAME through $peer"
  attempt 180 "the cluster to remove the member" member_is_removed ||
    fail "the etcd member was not removed within 180 s; run this again, or give this server up with: $GIVE_UP"
}

member_is_removed() {
  removed=$(kubectl --server "https://$peer:6443" get node "$NODE_NAME" -o \
    'jsonpath={.metadata.annotations.etcd\.k3s\.cattle\.io/removed-node-name}') && [ -n "$removed" ]
}
