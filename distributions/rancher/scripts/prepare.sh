# What a machine needs no cluster for: `prepare`. The release of a node that has one is its join's business, which is gated.
# Needs: what install.sh and machine.sh need and define.

prepare() {
  step "wait for cloud-init"
  cloud_init_is_over
  [ -z "$(installed_version)" ] || return 0
  install_release
}
