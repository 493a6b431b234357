# What scripts on machines have, and those on the operator's own computer have not.
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

# Needs: MACHINE_SHAPE CORES
first_boot_is_over() {
  step "wait for cloud-init ($MACHINE_SHAPE)"
  status=0
  cloud-init status --wait >/dev/null 2>&1 || status=$?
  # 2 means "done, with warnings" since cloud-init 23.4.
  case $status in
    0 | 2) ;;
    *) fail "$(cloud-init status --long 2>&1)" ;;
  esac
  [ "$(nproc)" -ge "$CORES" ] || fail "runs with $(nproc) cores, $CORES are planned; it was not restarted after a resize"
}
