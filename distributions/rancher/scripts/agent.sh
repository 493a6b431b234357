# A worker: `join` (converge and wait). It holds no admin rights: its labels, its drain and its end are done by a server
# (node.sh), so that a failed worker can be removed too.
# Needs: NODE_NAME AGENT_TOKEN CA_HASH, write_files, the distribution's names, and install.sh's and root-disk.sh's.

join() {
  first_boot_is_over
  grow_root
  write_files
  printf 'K10%s::node:%s\n' "$CA_HASH" "$AGENT_TOKEN" | put "$CONFIG/token" 0600
  install_release
  start_unit "$AGENT_UNIT" 900
}
