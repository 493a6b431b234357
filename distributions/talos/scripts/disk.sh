# A disk that grew while its machine ran: Talos fills it when it boots, and at no other time. So the node is drained and
# restarted, once. Needs: NODE_NAME ADDRESS DISK_GIB, and what talos-tools.sh, nodes.sh and drain.sh define.

# Sets MIB, how much of the system disk lies in partitions: EPHEMERAL is the last of them and takes the rest. An answer that
# was cut off would look like a disk that grew.
read_partitions() {
  system=$(talos "$ADDRESS" get systemdisk -o yaml) || return 1
  volumes=$(talos "$ADDRESS" get discoveredvolumes -o yaml) || return 1
  disk=$(echo "$system" | awk '$1 == "diskID:" { print $2 }')
  MIB=$(echo "$volumes" | awk -v disk="$disk" '$1 == "node:" { on = "" } $1 == "parent:" { on = $2 } $1 == "size:" && on == disk { sum += $2 } END { printf "%d", sum / 1048576 }')
  [ "$MIB" -gt 0 ]
}

# Partitions begin and end at whole MiB; a few stay free.
is_filled() {
  attempt 60 "its partitions" read_partitions || fail "it does not say how large its partitions are"
  [ "$MIB" -ge $((DISK_GIB * 1024 - 64)) ]
}

storage() { kubectl get node "$NODE_NAME" -o 'jsonpath={.status.capacity.ephemeral-storage}'; }
storage_grew() { now=$(storage) && [ -n "$now" ] && [ "$now" != "$had" ]; }

# fill_disk: the node is Ready before and after, and as open to pods as it was.
fill_disk() {
  step "fill the disk ($DISK_GIB GiB)"
  if ! is_filled; then
    was=$MIB
    had=$(storage) || fail "the API does not say how much storage the node has"
    before=$(noted before-restart)
    [ -n "$before" ] || remember_before
    evict "$NODE_NAME" || stay
    restart_node
    is_filled || fail "partitions had $was MiB before it was restarted, and have $MIB MiB of $DISK_GIB GiB after it"
    say "partitions had $was MiB, now $MIB MiB"
  fi
  before=$(noted before-restart)
  [ -n "$before" ] || return 0
  as_before
  kubectl annotate node "$NODE_NAME" homelab.dev/before-restart- >/dev/null || fail "cannot annotate the node"
}

# The Node object says Ready for a while after the kubelet went: its storage tells that it is back.
restart_node() {
  step "restart it, as its disk grew"
  said=$(talos "$ADDRESS" reboot --wait --timeout 10m 2>&1) || fail "it did not restart: $(on_one_line "$said")"
  attempt 600 "its storage to follow" storage_grew || fail "the node's storage is still $had after 600 s"
  kubectl wait --for=condition=Ready "node/$NODE_NAME" --timeout=600s >/dev/null || fail "it is not Ready 600 s after its restart"
}
