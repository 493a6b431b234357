# Which servers of a cluster are Ready, and which of them vote in etcd, for gate.sh and leaving.sh.
# Needs: SERVER_LABEL, and kubectl, etcd_members, nodes_of_members of the distribution.

# "name ready voter" of every server, one a line. Who votes is known to etcd alone: RKE2's condition EtcdIsVoter is as old as
# the last look of etcd's leader, and it says False of a voter that is down.
servers() {
  members=$(etcd_members) || return 1
  voters=$(printf '%s' "$members" | tr '{' '\n' | grep '"peerURLs"' | grep -v '"isLearner":true' |
    grep -o '"name":"[^"]*"' | cut -d '"' -f 4 | nodes_of_members | tr '\n' ' ')
  nodes=$(kubectl get nodes -l "$SERVER_LABEL" -o \
    'jsonpath={range .items[*]}{.metadata.name} {.status.conditions[?(@.type=="Ready")].status}{"\n"}{end}') || return 1
  printf '%s\n' "$nodes" |
    awk -v voters=" $voters" 'NF { print $1, $2, (index(voters, " " $1 " ") ? "True" : "False") }'
}
