# How a server of RKE2 leaves. Needs: peer (the server through which it leaves), and what rancher/server.sh needs.

# The unit is stopped first, or it would join again; etcd and the API server are containers and live on until their member
# is gone. Deleting the Node object makes the managed etcd drop it.
leave_through_peer() {
  step "stop $SERVER_UNIT"
  systemctl disable --now "$SERVER_UNIT" >/dev/null 2>&1 || fail "$SERVER_UNIT does not stop"
  step "remove the node and its etcd member"
  delete_own_node
}

undo_leaving() { :; }
