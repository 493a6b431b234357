# What the control planes of a Talos cluster say of themselves, for gate.sh and leaving.sh.
# Needs: CONTACT (the address of the one that is asked)

SERVER_LABEL="node-role.kubernetes.io/control-plane"
JOIN_PORT=6443
# One line a member: "name false id", true for a learner.
MEMBER='^.'
LEARNER=' true '

# Unstarted members have no name and no client address; then the table is narrower.
etcd_members() {
  table=$(talos "$CONTACT" etcd members 2>/dev/null) || return 1
  echo "$table" | awk 'NR > 1 { if (NF < 5) print "(unstarted)", $NF, "-"; else print $(NF - 3), $NF, $(NF - 4) }'
}

# "name ready voter" of every control plane, one a line.
servers() {
  nodes=$(kubectl get nodes -l "$SERVER_LABEL" -o \
    'jsonpath={range .items[*]}{.metadata.name} {.status.conditions[?(@.type=="Ready")].status}{"\n"}{end}') || return 1
  members=$(etcd_members) || return 1
  echo "$nodes" | while read -r name ready; do
    [ -n "$name" ] || continue
    if echo "$members" | grep -q "^$name false "; then echo "$name $ready True"; else echo "$name $ready False"; fi
  done
}

answers() { command kubectl --kubeconfig "$WORK/kubeconfig" --request-timeout=5s "--server=https://$1:6443" get --raw /readyz >/dev/null 2>&1; }
