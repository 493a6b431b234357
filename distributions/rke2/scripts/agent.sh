# A worker: `join` (converge and wait). It holds no admin rights: its labels, its drain and its end are done by a server
# (node.sh), so that a dead worker can be removed too.
# Needs: NODE_NAME VIP AGENT_TOKEN CA_HASH, write_files and rke2-install.sh's and root-disk.sh's.

join() {
  first_boot_is_over
  grow_root
  write_files
  printf 'K10%s::node:%s\n' "$CA_HASH" "$AGENT_TOKEN" | put /etc/rancher/rke2/token 0600
  install_release
  start_unit rke2-agent 900
}
