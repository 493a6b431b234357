# How a server asks its own etcd, and whether another one answers. Needs: DATA JOIN_PORT.

TLS=$DATA/server/tls/etcd
SERVER_LABEL=node-role.kubernetes.io/etcd=true

# The member list as etcd itself gives it, in JSON, while it can decide: without "linearizable" a member that is cut off
# tells what it last knew. On 2379 this etcd speaks gRPC alone; its gateway for HTTP is on 2382 (k3s pkg/etcd).
etcd_members() {
  curl -fsS --max-time 10 --cacert "$TLS/server-ca.crt" --cert "$TLS/client.crt" --key "$TLS/client.key" \
    -X POST -d '{"linearizable":true}' https://127.0.0.1:2382/v3/cluster/member/list
}

# A member is called as its node is, with a hyphen and eight digits behind it.
nodes_of_members() { sed 's/-[0-9a-f]*$//'; }

answers() { [ "$(curl -ks --connect-timeout 3 --max-time 5 "https://$1:$JOIN_PORT/ping" 2>/dev/null)" = pong ]; }
