# Nobody else removes the member of a control plane that is dead, and it counts for ever in the majority. Needs: etcd
drop_member() {
  member=$(etcd_members | tr '{' '\n' | grep "\"name\":\"$NODE_NAME\"" | grep -o '"ID":"[0-9]*"' | cut -d '"' -f 4) || true
  [ -z "$member" ] || etcd 127.0.0.1 remove "{\"ID\":\"$member\"}" >/dev/null || fail "etcd keeps the member $NODE_NAME"
}
