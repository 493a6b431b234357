# A server of the cluster: `init_cluster` (once in the cluster's life), `join` (converge and wait), `leave`.
# Needs: NODE_NAME VIP EARLIER_SERVERS LABELS TAINTS TOKEN AGENT_TOKEN CA_HASH, write_files, the distribution's names,
# leave_through_peer and undo_leaving, and what install.sh, kubectl.sh, nodes.sh, gate.sh and leaving.sh define.

ETCD_DATA=$DATA/server/db/etcd
LEFT=/var/lib/homelab/left
# The server through which this one leaves, from when it stops until it has left: its own API may be gone by then.
LEAVING=/var/lib/homelab/leaving
SERVER_FILE=$CONFIG/config.yaml.d/10-server.yaml

# Data with a tombstone is of a member that was removed: the next start puts it aside (k3s pkg/etcd, Register).
has_data() { [ -d "$ETCD_DATA" ] && [ ! -e "$ETCD_DATA/tombstone" ]; }

running_server() {
  for address in $VIP $EARLIER_SERVERS; do
    if answers "$address"; then
      echo "$address"
      return 0
    fi
  done
  return 1
}

# Without etcd data and without `server:` a server initializes a NEW cluster (rke2#3184): so the decision is made here, at run
# time. Only `init_cluster` may initialize a cluster, and only while nobody answers; a rebuilt server joins or fails.
choose_cluster() {
  step "find the running cluster"
  if has_data; then
    say "has etcd data and stays in its cluster"
    return 0
  fi
  if server=$(running_server) || { [ "$1" = join ] && attempt 180 "a running server" running_server && server=$(running_server); }; then
    say "joins through $server"
    echo "server: https://$server:$JOIN_PORT" | put "$SERVER_FILE" 0600
  elif [ "$1" = init_cluster ]; then
    rm -f "$SERVER_FILE"
    say "no control plane answers: initializes the cluster"
  else
    fail "the cluster was initialized before, but none of its servers answers on $JOIN_PORT (asked: $VIP $EARLIER_SERVERS); \
start one of them, or restore a snapshot; initializing a second cluster would split it"
  fi
}

write_tokens() {
  # They matter only to a server that has no data yet; it must not restart for them later.
  ! has_data || return 0
  # K10<hash of the CA>::… pins the CA, so that a joiner gives its token to no stranger.
  prefix=${CA_HASH:+K10$CA_HASH::server:}
  printf '%s%s\n' "$prefix" "$TOKEN" | put "$CONFIG/token" 0600
  printf '%s\n' "$AGENT_TOKEN" | put "$CONFIG/agent-token" 0600
}

converge() {
  rm -f "$LEFT" "$LEAVING"
  undo_leaving
  first_boot_is_over
  grow_root
  write_files
  write_tokens
  install_release
  choose_cluster "$1"
  start_unit "$SERVER_UNIT" 1500
}

# Not straight into a pipe: there nobody would notice that nothing came, and every joiner would pin the sum of nothing.
# The x keeps the last line break, which is part of the sum.
ask_ca() {
  ca=$(curl -ksf --max-time 10 "https://127.0.0.1:$JOIN_PORT/cacerts" && echo x) || return 1
  [ "$ca" != x ]
}

init_cluster() {
  converge init_cluster
  attempt 600 "the API" kubectl get --raw /readyz || fail "the API does not answer"
  attempt 120 "the cluster's CA" ask_ca || fail "the supervisor serves no CA on $JOIN_PORT"
  printf '%s' "${ca%x}" | sha256sum | awk '{ print $1 }'
}

join() {
  converge join
  gate 2
  reconcile_node "$NODE_NAME" "$LABELS" "$TAINTS"
}

leave() {
  step "leave the cluster"
  # A run that was cut off after the goodbye asks a server whose etcd is gone: it has nothing left to say.
  [ ! -e "$LEFT" ] || return 0
  if [ -e /var/lib/homelab/abandon ] || never_ran; then
    systemctl disable --now "$SERVER_UNIT" >/dev/null 2>&1 || true
    return 0
  fi
  if [ ! -e "$LEAVING" ]; then
    attempt 120 "the API" kubectl get --raw /readyz ||
      fail "the API of this server does not answer; repair it first, or give it up with: sudo touch /var/lib/homelab/abandon"
    may_leave
    if [ "$voters" -eq 0 ]; then
      say "is the last server: the cluster ends with it"
      systemctl disable --now "$SERVER_UNIT" >/dev/null 2>&1
      return 0
    fi
    drain "$NODE_NAME"
    peer=$(other_server) || fail "no other server answers on $JOIN_PORT"
    printf '%s\n' "$peer" | put "$LEAVING" 0644
  fi
  peer=$(cat "$LEAVING")
  leave_through_peer
  : >"$LEFT"
  rm -f "$LEAVING"
}

delete_own_node() {
  kubectl --server "https://$peer:6443" delete node "$NODE_NAME" --ignore-not-found >&2 ||
    fail "cannot delete node $NODE_NAME through $peer; run this again once it answers, or give this server up with: $GIVE_UP"
}
