import { ran, rows, type Rows } from "../evidence";

const etcdTest = (test: string) => ran("conformance/control-plane/etcd-members", test);

/** What scripts ask of etcd, through its HTTP gateway. */
export const etcd: readonly Rows[] = [
  rows(
    etcdTest("shows a learner to the health gate from its announcement to its promotion"),
    'curl -fsS --max-time 10 --cacert $TLS/server-ca.crt --cert $TLS/client.crt --key $TLS/client.key -X POST -d {"linearizable":true} https://127.0.0.1:2382/v3/cluster/member/list',
    "curl -fsS --max-time 10 --cacert $ETCD_PKI/ca.crt --cert $ETCD_PKI/healthcheck-client.crt --key $ETCD_PKI/healthcheck-client.key -X POST -d $3 https://$1:2379/v3/cluster/member/$2",
    "https://127.0.0.1:2382/v3/cluster/member/list",
    "https://$1:2379/v3/cluster/member/$2",
    'etcd $1 list {"linearizable":true}',
    "[ $(echo …) -eq 0 ]",
    'printf %s $members | tr { \\n | grep "peerURLs" | grep -v "isLearner":true | grep -o "name":"[^"]*" | cut -d " -f 4 | nodes_of_members | tr \\n  ',
  ),
  rows(
    etcdTest("loses the member of a failed server, and again changes nothing"),
    'etcd $1 remove {"ID":"$member"}',
    'printf %s $members | tr { \\n | grep "name":"$NODE_NAME" | grep -o "ID":"[0-9]*" | cut -d " -f 4',
  ),
  rows(
    // That members are called so: k3s-io/k3s pkg/etcd/etcd.go, setName.
    ran("model/script-lines", "are matched by node name, to which members add eight digits"),
    "sed s/-[0-9a-f]*$//",
  ),
];
