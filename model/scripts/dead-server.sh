# A control plane that is dead leaves through one that lives: `remove_failed`. Needs: NODE_NAME (of the dead one) DEAD_ADDRESS,
# kubectl, answers, JOIN_PORT and drop_member of the distribution, and leaving.sh's.

remove_failed() {
  step "take the dead control plane out of the cluster"
  [ ! -e /var/lib/homelab/abandon ] || return 0
  ! answers "$DEAD_ADDRESS" || fail "it answers on $JOIN_PORT, so it is not dead: take \`dead\` away, or switch it off first"
  attempt 120 "the API" kubectl get --raw /readyz || fail "the API does not answer; heal it first and run this again"
  may_leave
  drop_member
  kubectl delete node "$NODE_NAME" --ignore-not-found >&2 || fail "cannot delete node $NODE_NAME"
}
