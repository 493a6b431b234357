# What scripts on machines have, and those on the operator's own computer have not.
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

# Documents and scripts are written for these (os/registry.ts); on another one half would work, and half an hour later.
runs_known_system() {
  # shellcheck disable=SC1091
  system=$(. /etc/os-release 2>/dev/null && echo "${ID:-} ${VERSION_ID:-}") || system=
  case $system in
    "ubuntu 24.04" | "debian 12") ;;
    *) fail "runs ${system:-a system without /etc/os-release}, but must run Ubuntu 24.04 or Debian 12: choose such an image; nothing was changed" ;;
  esac
}

# Needs: MACHINE_SIZE CORES
first_boot_is_over() {
  step "wait for cloud-init ($MACHINE_SIZE)"
  runs_known_system
  status=0
  said=$(cloud-init status --wait 2>/dev/null) || status=$?
  # 2 means "done, with warnings" since cloud-init 23.4; older ones say 0 then. A cloud-init that found no document says 0 too.
  case "$status $said" in
    0*"status: done" | 2*"status: done") ;;
    *) fail "$(cloud-init status --long 2>&1)" ;;
  esac
  [ "$(nproc)" -ge "$CORES" ] || fail "runs with $(nproc) cores, $CORES are planned; it was not restarted after a resize"
}
