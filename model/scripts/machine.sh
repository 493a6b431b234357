# What scripts on machines have, and those on the operator's own computer have not.
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

# Documents and scripts are written for these; on another one half would work, and half an hour later. All of them: a node
# keeps its system when the stack file names another one. Needs: KNOWN_SYSTEMS
runs_known_system() {
  # shellcheck disable=SC1091
  system=$(. /etc/os-release 2>/dev/null && echo "${ID:-} ${VERSION_ID:-}") || system=
  case ", $KNOWN_SYSTEMS," in
    *", $system,"*) ;;
    *) fail "runs ${system:-a system without /etc/os-release}, but must run one of $KNOWN_SYSTEMS: choose such an image; nothing was changed" ;;
  esac
}

cloud_init_is_over() {
  runs_known_system
  status=0
  said=$(cloud-init status --wait 2>/dev/null) || status=$?
  # 2 means "done, with warnings" since cloud-init 23.4; older ones say 0 then. A cloud-init that found no document says 0 too.
  case "$status $said" in
    0*"status: done" | 2*"status: done") ;;
    *) fail "$(cloud-init status --long 2>&1)" ;;
  esac
}

# Needs: MACHINE_SIZE CORES
first_boot_is_over() {
  step "wait for cloud-init ($MACHINE_SIZE)"
  cloud_init_is_over
  [ "$(nproc)" -ge "$CORES" ] || fail "runs with $(nproc) cores, $CORES are planned; it was not restarted after a resize"
}
