# A worker: `join` (converge and wait). It holds no admin rights: its labels, its drain and its end are done by a control
# plane (node.sh), so that a failed worker can be removed too.
# Needs: write_files, and what kubeadm-install.sh and kubeadm-join.sh need and define.

join() {
  first_boot_is_over
  grow_root
  write_files
  install_release
  enter
  kubelet_runs
}
