# A control plane of the cluster: `init_cluster` (once in the cluster's life), `join` (converge and wait).
# Needs: NODE_NAME VIP JOIN_HOSTS LABELS TAINTS KUBE_VIP (its pod, empty without a VIP) CA_CERT CA_KEY (the first control plane's
# only), write_files, and what kubeadm-install.sh, -join.sh, -kubectl.sh, -calico.sh, -join-ssh.sh, nodes.sh and gate.sh define.

MANIFESTS=/etc/kubernetes/manifests

running_server() {
  for address in $VIP $JOIN_HOSTS; do
    if answers "$address"; then
      echo "$address"
      return 0
    fi
  done
  return 1
}

# put_kube_vip KUBECONFIG: until init is over only super-admin.conf has any rights, and only the first control plane has that file (kube-vip#684).
put_kube_vip() {
  [ -n "$KUBE_VIP" ] || return 0
  printf '%s' "${KUBE_VIP%%@KUBECONFIG@*}$1${KUBE_VIP#*@KUBECONFIG@}" | put "$MANIFESTS/kube-vip.yaml" 0600
}

put_kube_vip_for_init() { put_kube_vip /etc/kubernetes/super-admin.conf; }
put_kube_vip_for_life() { put_kube_vip /etc/kubernetes/admin.conf; }

# What is the cluster's own for life: every machine that joins it is told its hash beforehand.
put_ca() {
  printf '%s\n' "$CA_CERT" | put /etc/kubernetes/pki/ca.crt 0644
  printf '%s\n' "$CA_KEY" | put /etc/kubernetes/pki/ca.key 0600
}

# A initialization that was cut off after its last act needs no second one.
init_was_over() {
  [ -e "$BEGUN" ] && kubectl -n kube-system get daemonset kube-proxy >/dev/null 2>&1 && rm -f "$BEGUN"
}

# Only `init_cluster` may initialize a cluster, and only while nobody answers; a rebuilt control plane joins or fails.
initialise() {
  if is_part || init_was_over; then
    say "has a control plane and stays in its cluster"
    return 0
  fi
  # First: half of an initialization may hold the VIP and answer there itself.
  undo
  if server=$(running_server); then
    say "$server answers: joins it"
    enter
    return 0
  fi
  step "initialize the cluster"
  say "no control plane answers: initializes the cluster"
  put_ca
  put_kube_vip_for_init
  kubeadm_begin init --config /etc/homelab/kubeadm.yaml --skip-token-print --skip-certificate-key-print
}

converge() {
  rm -f "$LEFT"
  first_boot_is_over
  grow_root
  write_files
  install_release
}

settle() {
  put_kube_vip_for_life
  kubelet_runs
  attempt 300 "the API" kubectl get --raw /readyz || fail "the API does not answer"
  allow_token_requests
  apply_network
}

init_cluster() {
  converge
  initialise
  settle
}

join() {
  converge
  if ! is_part; then
    step "find the running cluster"
    attempt 180 "a running control plane" running_server ||
      fail "the cluster was initialized before, but none of its control planes answers on 6443 (asked: $VIP $JOIN_HOSTS); \
start one of them, or restore a snapshot; initializing a second cluster would split it"
  fi
  enter
  settle
  gate 2
  reconcile_node "$NODE_NAME" "$LABELS" "$TAINTS"
}
