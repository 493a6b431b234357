# What a machine needs no cluster for: `prepare`. A node of the cluster is its join's business, which is gated.
# Needs: write_files, and what install.sh, images.sh and machine.sh need and define.

prepare() {
  step "wait for cloud-init"
  cloud_init_is_over
  [ ! -e /etc/kubernetes/kubelet.conf ] || return 0
  write_files
  install_release
  pull_images
}
