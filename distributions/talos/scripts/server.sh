# A control plane: `init_cluster` (once in the cluster's life) and `join` (converge and wait).
# Needs: NODE_NAME ADDRESS VIP TAINTS, and what talos-tools.sh, talos-configure.sh, talos-servers.sh, nodes.sh, gate.sh,
# drain.sh and talos-disk.sh define.

CONTACT=$ADDRESS

init_cluster() {
  begin
  if [ -n "$VIP" ] && answers "$VIP"; then
    say "the cluster already exists: nothing is initialized"
    return 0
  fi
  configure
  bootstrap
  step "wait for etcd and the API"
  attempt 600 "etcd" is_member || fail "etcd has no member $NODE_NAME after 600 s"
  attempt 600 "the API" kubectl get --raw /readyz || fail "the API does not answer"
}

# On a machine without etcd data this makes a NEW cluster (talos#5500): so it belongs to `init_cluster` alone.
bootstrap() {
  step "bootstrap etcd"
  tries=0
  until said=$(talos "$ADDRESS" bootstrap 2>&1); do
    case $said in
      *AlreadyExists*)
        say "has etcd data already"
        return 0
        ;;
      *"not available yet"* | *"not in sync yet"* | *Unavailable*) ;;
      *) fail "$(on_one_line "$said")" ;;
    esac
    tries=$((tries + 1))
    [ "$tries" -lt 200 ] || fail "not possible for 600 s: $(on_one_line "$said")"
    sleep 3
  done
}

is_member() { etcd_members | grep -q "^$NODE_NAME false "; }

join() {
  begin
  configure
  gate 2
  # Labels are in the machine's configuration, and Talos keeps them true.
  reconcile_node "$NODE_NAME" "" "$TAINTS"
  fill_disk
  gate 2
}
