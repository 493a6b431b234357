# How a control plane leaves: `leave`. It may be cut off anywhere and run again. Needs: NODE_NAME, and what kubeadm-kubectl.sh,
# nodes.sh and leaving.sh define.

LEFT=/var/lib/homelab/left
# What speaks for it once kubeadm has taken the rest away; complete or not there.
FAREWELL=/var/lib/homelab/farewell

leave() {
  step "leave the cluster"
  [ ! -e "$LEFT" ] || return 0
  if [ -e /var/lib/homelab/abandon ] || { [ ! -e /etc/kubernetes/admin.conf ] && [ ! -d "$FAREWELL" ]; }; then
    stop_kubelet
    return 0
  fi
  if [ ! -d "$FAREWELL" ]; then
    attempt 120 "the API" kubectl get --raw /readyz ||
      fail "the API of this control plane does not answer; repair it first, or give it up with: sudo touch /var/lib/homelab/abandon"
    may_leave
    if [ "$voters" -eq 0 ]; then
      say "is the last control plane: the cluster ends with it"
      stop_kubelet
      return 0
    fi
    drain "$NODE_NAME"
    pack
  fi
  step "remove the control plane"
  kubeadm reset -f --cri-socket unix:///run/containerd/containerd.sock >>/var/log/homelab-kubeadm.log 2>&1 ||
    fail "kubeadm reset: $(tail -n 5 /var/log/homelab-kubeadm.log)"
  forget
}

stop_kubelet() { systemctl disable --now kubelet >/dev/null 2>&1 || true; }

pack() {
  peer=$(other_server) || fail "no other control plane answers on $JOIN_PORT"
  rm -rf "$FAREWELL.new"
  mkdir -p "$FAREWELL.new"
  chmod 0700 "$FAREWELL.new"
  printf '%s\n' "$peer" >"$FAREWELL.new/peer"
  cp /etc/kubernetes/admin.conf "$ETCD_PKI/ca.crt" "$ETCD_PKI/healthcheck-client.crt" "$ETCD_PKI/healthcheck-client.key" "$FAREWELL.new"
  mv "$FAREWELL.new" "$FAREWELL"
}

# Through one that stays: kubeadm only warns when it could not remove the member, and a failed member costs a vote.
forget() {
  step "remove the etcd member and the node"
  peer=$(cat "$FAREWELL/peer")
  ETCD_PKI=$FAREWELL
  attempt 120 "etcd on $peer" members_of "$peer" || fail "etcd on $peer does not answer; run this again once it does"
  remove_member "$peer"
  /usr/bin/kubectl --kubeconfig="$FAREWELL/admin.conf" --server="https://$peer:6443" --request-timeout=30s \
    delete node "$NODE_NAME" --ignore-not-found >&2 || fail "cannot delete node $NODE_NAME through $peer"
  rm -rf /etc/cni/net.d /var/lib/cni "$FAREWELL"
  if ip link show vxlan.calico >/dev/null 2>&1; then ip link delete vxlan.calico; fi
  : >"$LEFT"
}
