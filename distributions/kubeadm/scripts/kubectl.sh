# How a control plane of kubeadm asks its own API and its own etcd, and whether another one answers.
# Needs: NODE_NAME NODE_ADDRESS

ETCD_PKI=/etc/kubernetes/pki/etcd
SERVER_LABEL=node-role.kubernetes.io/control-plane
# Where a control plane shows that it lives, and what others join through.
JOIN_PORT=6443
# Public, and put there before anything is asked: kubeadm's own copy comes with the join.
CLUSTER_CA=/var/lib/homelab/cluster-ca.crt

# Its own API server, not the VIP's: it answers for itself.
kubectl() {
  /usr/bin/kubectl --kubeconfig=/etc/kubernetes/admin.conf --server="https://$NODE_ADDRESS:6443" --request-timeout=30s "$@"
}

# etcd HOST WHAT BODY: a call to etcd as its health check, in JSON.
etcd() {
  curl -fsS --max-time 10 --cacert "$ETCD_PKI/ca.crt" --cert "$ETCD_PKI/healthcheck-client.crt" \
    --key "$ETCD_PKI/healthcheck-client.key" -X POST -d "$3" "https://$1:2379/v3/cluster/member/$2"
}

# members_of HOST: while it can decide; without "linearizable" a member that is cut off tells what it last knew.
members_of() { etcd "$1" list '{"linearizable":true}'; }
etcd_members() { members_of 127.0.0.1; }

# remove_member HOST: takes the member of NODE_NAME out of etcd, as HOST knows it. No answer is not the same as no member.
remove_member() {
  members=$(members_of "$1") || fail "etcd on $1 does not answer, so its member $NODE_NAME stays; run this again once it does"
  member=$(printf '%s' "$members" | tr '{' '\n' | grep "\"name\":\"$NODE_NAME\"" | grep -o '"ID":"[0-9]*"' | cut -d '"' -f 4) || true
  [ -z "$member" ] || etcd "$1" remove "{\"ID\":\"$member\"}" >/dev/null || fail "etcd on $1 keeps the member $NODE_NAME"
}

# A member is called as its node is.
nodes_of_members() { cat; }

# Anybody may ask this; whoever answers has to show a certificate of this cluster.
answers() {
  [ "$(curl -fsS --cacert "$CLUSTER_CA" --connect-timeout 3 --max-time 5 "https://$1:6443/readyz" 2>/dev/null)" = ok ]
}
