# How a node leaves: drained, out of etcd, wiped, without a Node object.
# Needs: NODE_NAME ADDRESS ROLE, and what talos-tools.sh, talos-servers.sh, nodes.sh and leaving.sh define.

leave() {
  begin
  step "leave the cluster"
  if abandoned; then
    say "is given up with its cluster"
    return 0
  fi
  if [ "$ROLE" = control-plane ]; then leave_control_plane; else leave_worker; fi
}

leave_worker() {
  CONTACT=
  api_answers
  drain_node
  wipe
  delete_node
}

leave_control_plane() {
  CONTACT=$ADDRESS
  if speaks "$ADDRESS" && members=$(etcd_members); then
    if [ "$(echo "$members" | wc -l)" -eq 1 ]; then
      say "is the last control plane: the cluster ends with it"
      return 0
    fi
  else
    say "does not answer; another one is asked"
    CONTACT=
  fi
  api_answers
  peer=$(other_server) || fail "no other control plane answers; repair one first, or give the cluster up with: $GIVE_UP"
  CONTACT=${CONTACT:-$peer}
  may_leave
  drain_node
  wipe
  CONTACT=$peer
  leave_etcd
  delete_node
}

api_answers() {
  attempt 120 "the API" kubectl get --raw /readyz ||
    fail "the API does not answer; repair it first, or give the cluster up with: $GIVE_UP"
}

drain_node() {
  if kubectl get node "$NODE_NAME" >/dev/null 2>&1; then drain "$NODE_NAME"; else say "has no Node object any more"; fi
}

# Talos leaves etcd, wipes what it knows of the cluster and powers off. A machine that is silent has nothing left to say.
wipe() {
  step "reset"
  if ! speaks "$ADDRESS"; then
    say "does not answer, and keeps its data"
    return 0
  fi
  said=$(talos "$ADDRESS" reset --graceful --system-labels-to-wipe STATE --system-labels-to-wipe EPHEMERAL --wait --timeout 10m 2>&1) ||
    fail "Talos does not reset: $(on_one_line "$said")"
}

# A member nobody removes counts for ever in the majority.
leave_etcd() {
  step "leave etcd"
  if attempt 20 "its member to go" is_no_member; then return 0; fi
  member=$(etcd_members | awk -v me="$NODE_NAME" '$1 == me { print $3 }')
  [ -z "$member" ] || talos "$CONTACT" etcd remove-member "$member" >&2 || fail "cannot remove its etcd member $member"
  attempt 60 "its member to go" is_no_member || fail "etcd still has a member $NODE_NAME"
}

is_no_member() {
  members=$(etcd_members) || return 1
  ! echo "$members" | grep -q "^$NODE_NAME "
}

delete_node() {
  step "delete the node"
  kubectl get node "$NODE_NAME" >/dev/null 2>&1 || return 0
  kubectl delete node "$NODE_NAME" >&2 || fail "cannot delete node $NODE_NAME"
}
