# What "the cluster is healthy" means, asked on one of its control planes.
# Needs: NODE_NAME VIP (may be empty), and kubectl, servers, etcd_members, answers, JOIN_PORT of the distribution.

# What etcd_members has once for every member, and for every learner; as etcd's own API writes it unless said otherwise.
MEMBER=${MEMBER:-'"peerURLs"'}
LEARNER=${LEARNER:-'"isLearner":true'}

count_of() { grep -o "$1" | wc -l | tr -d ' '; }

# Says what is not healthy, or nothing. A server that is about to be touched (TOUCHED) may be down: it can lose nothing more.
problem() {
  kubectl get --raw /readyz >/dev/null 2>&1 || { echo "the API server of $NODE_NAME is not ready" && return; }
  members=$(etcd_members 2>/dev/null) || { echo "etcd on $NODE_NAME does not answer" && return; }
  list=$(servers 2>/dev/null) || { echo "the API does not list its nodes" && return; }
  bad=$(echo "$list" | awk -v touched="${TOUCHED:-}" '$1 != touched && ($2 != "True" || $3 != "True") { print $1 }')
  [ -z "$bad" ] || { echo "not Ready or not a voting etcd member: $(echo "$bad" | tr '\n' ' ')" && return; }
  echo "$list" | grep -q "^$NODE_NAME " || { echo "$NODE_NAME is not registered" && return; }
  [ "$(echo "$members" | count_of "$LEARNER")" -eq 0 ] || { echo "etcd still has a learner" && return; }
  [ "$(echo "$members" | count_of "$MEMBER")" -eq "$(echo "$list" | wc -l)" ] ||
    { echo "etcd has $(echo "$members" | count_of "$MEMBER") members for $(echo "$list" | wc -l) servers" && return; }
  [ -z "$VIP" ] || answers "$VIP" || echo "the VIP $VIP does not answer on $JOIN_PORT"
}

# gate TIMES: waits for that many good answers in a row; one alone may be luck (talos#9789, k3s#7000).
gate() {
  step "wait until the cluster is healthy"
  wanted=$1
  good=0
  waited=0
  while [ "$good" -lt "$wanted" ]; do
    trouble=$(problem)
    if [ -z "$trouble" ]; then good=$((good + 1)); else good=0; fi
    [ "$good" -lt "$wanted" ] || break
    [ "$waited" -lt 900 ] || fail "after $waited s: $trouble"
    sleep 3
    waited=$((waited + 3))
  done
}

# Before the machine of another server is touched: this one says whether all the others are healthy. Needs: GATED_NODE, which begins with
# that server's name.
health_gate() {
  TOUCHED=${GATED_NODE%% *}
  say "before $GATED_NODE is changed"
  gate 1
}
