# A control plane that has failed leaves through a healthy one: `remove_failed`. Needs: NODE_NAME (of the failed one) FAILED_ADDRESS,
# kubectl, answers, JOIN_PORT and drop_member of the distribution, and leaving.sh's.

remove_failed() {
  step "remove the failed control plane from the cluster"
  [ ! -e /var/lib/homelab/abandon ] || return 0
  ! answers "$FAILED_ADDRESS" || fail "it answers on $JOIN_PORT, so it has not failed: remove \`failed\`, or switch it off first"
  attempt 120 "the API" kubectl get --raw /readyz || fail "the API does not answer; repair it first and run this again"
  may_leave
  drop_member
  kubectl delete node "$NODE_NAME" --ignore-not-found >&2 || fail "cannot delete node $NODE_NAME"
}
