# How a machine gets into the cluster: with a token that is issued at that moment and kept nowhere.
# Needs: NODE_NAME JOIN_HOSTS (addresses of control planes) JOIN_USER SSH_PORT KNOWN_HOSTS JOIN_KEY JOIN_DOCUMENT

# In memory, and only while somebody joins.
RUN=/run/homelab
# A machine that was cut off while it joined is neither in nor out; this tells.
BEGUN=/var/lib/homelab/kubeadm-begun
JOURNAL=/var/log/homelab-kubeadm.log
# Whether a kubelet ran here until just now.
WAS_REGISTERED=no

is_part() { [ ! -e "$BEGUN" ] && [ -e /etc/kubernetes/kubelet.conf ]; }

# request_token ADDRESS: what the control plane there issues, on stdout.
request_token() {
  ssh -n -T -i "$RUN/join-key" -p "$SSH_PORT" -o BatchMode=yes -o IdentitiesOnly=yes -o StrictHostKeyChecking=yes \
    -o UserKnownHostsFile="$RUN/known_hosts" -o GlobalKnownHostsFile=/dev/null -o ConnectTimeout=10 \
    "$JOIN_USER@$1" 2>"$RUN/said"
}

request_token_of_any() {
  for host in $JOIN_HOSTS; do
    if request_token "$host"; then return 0; fi
  done
  return 1
}

# Fetches what the join document lacks, and writes it whole.
fetch_token() {
  step "request a join token from a control plane"
  rm -rf "$RUN"
  mkdir -p "$RUN"
  chmod 0700 "$RUN"
  printf '%s\n' "$JOIN_KEY" | put "$RUN/join-key" 0600
  printf '%s' "$KNOWN_HOSTS" | put "$RUN/known_hosts" 0600
  waited=0
  until issued=$(request_token_of_any); do
    [ "$waited" -lt 180 ] || abandon_join "no control plane gives a token (asked: $JOIN_HOSTS): $(tail -n 1 "$RUN/said")"
    sleep 3
    waited=$((waited + 3))
  done
  token=$(printf '%s\n' "$issued" | sed -n 's/^token //p')
  key=$(printf '%s\n' "$issued" | sed -n 's/^certificate-key //p')
  [ -n "$token" ] || abandon_join "the control plane answered, but not with a token"
  document=${JOIN_DOCUMENT%%@TOKEN@*}$token${JOIN_DOCUMENT#*@TOKEN@}
  case $document in *@CERTIFICATE_KEY@*) document=${document%%@CERTIFICATE_KEY@*}$key${document#*@CERTIFICATE_KEY@} ;; esac
  printf '%s' "$document" | put "$RUN/join.yaml" 0600
}

abandon_join() {
  rm -rf "$RUN"
  fail "$*"
}

# What an earlier attempt left: kubeadm refuses to start on top of it. A learner it may have left in etcd is found by the next join.
undo() {
  if [ ! -e "$BEGUN" ]; then
    [ ! -e /etc/kubernetes/manifests/kube-apiserver.yaml ] ||
      fail "has parts of a control plane that this script did not create; look at /etc/kubernetes, then: sudo kubeadm reset"
    return 0
  fi
  step "undo the interrupted attempt"
  [ ! -e /etc/kubernetes/kubelet.conf ] || WAS_REGISTERED=yes
  kubeadm reset -f --cri-socket unix:///run/containerd/containerd.sock >>"$JOURNAL" 2>&1 ||
    fail "kubeadm reset: $(tail -n 5 "$JOURNAL")"
  rm -rf /etc/cni/net.d
}

# The API takes a node for Ready until it has not been heard of for 50 s, and kubeadm joins no second one of its name.
fade() {
  [ "$WAS_REGISTERED" = yes ] || return 0
  step "wait until the API no longer sees the node of the interrupted attempt"
  sleep 60
}

# kubeadm_begin ARGUMENTS...: runs kubeadm between the two marks; its words go to the journal.
kubeadm_begin() {
  mkdir -p "$(dirname "$BEGUN")"
  : >"$BEGUN"
  status=0
  kubeadm "$@" >>"$JOURNAL" 2>&1 || status=$?
  rm -rf "$RUN"
  [ "$status" -eq 0 ] || fail "kubeadm $1: $(tail -n 10 "$JOURNAL")"
  rm -f "$BEGUN"
}

enter() {
  if is_part; then
    say "is part of its cluster and stays in it"
    return 0
  fi
  undo
  fade
  fetch_token
  step "join the cluster"
  kubeadm_begin join --config "$RUN/join.yaml"
}

# The kubelet starts again and again until kubeadm has told it all; a while after that it has to stay.
kubelet_runs() {
  step "start kubelet"
  if [ "$GROWN" = yes ] || ! systemctl is-active --quiet kubelet; then systemctl restart kubelet; fi
  attempt 300 kubelet systemctl is-active --quiet kubelet ||
    fail "kubelet is not active; its last log lines: $(journalctl -u kubelet -n 5 --no-pager -o cat 2>&1)"
  # A file that names nobody is for the kubelet itself to refuse.
  [ -z "$(kubelet_server)" ] || attempt 300 "the API at $(kubelet_server)" kubelet_is_answered ||
    fail "kubelet.conf names $(kubelet_server), where this cluster's API does not answer; if the API has another address now, do step 3 of docs/tasks/move-the-api.md on this node, then run up again"
}

# Where the kubelet asks, for life.
kubelet_server() { sed -n 's/^ *server: //p' /etc/kubernetes/kubelet.conf; }

kubelet_is_answered() {
  curl -fsS --cacert /etc/kubernetes/pki/ca.crt --connect-timeout 3 --max-time 5 "$(kubelet_server)/readyz" >/dev/null 2>&1
}
