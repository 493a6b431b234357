# A worker whose machine is about to restart, on a control plane: `drain_worker` empties its node before, `uncordon_worker` lets
# pods come again once it is Ready. Needs: NODE_NAME RUNS_AS (all that a change of restarts the machine) DRAINED (what
# `drain_worker` said), kubectl and nodes.sh's.

# The node's own annotations tell what it runs as, and how it was before it was drained: `schedulable` or `cordoned`.
noted() { kubectl get node "$NODE_NAME" -o "jsonpath={.metadata.annotations.homelab\\.dev/$1}"; }

# Says on stdout that it drained the node, so that whoever is given these words steps back; nothing where nothing was to do.
drain_worker() {
  step "drain the node before its machine restarts"
  attempt 120 "the API" kubectl get --raw /readyz || fail "the API does not answer; repair it first and run this again"
  if ! kubectl get node "$NODE_NAME" >/dev/null 2>&1; then
    say "has no Node object, so no pod runs on it"
    return 0
  fi
  before=$(noted before-restart)
  # What a cut-off run drained stays empty until somebody steps back, whatever the plan wants by now.
  if [ -z "$before" ] && [ "$(noted runs-as)" = "$RUNS_AS" ]; then
    say "already runs as planned"
    return 0
  fi
  [ -n "$before" ] || remember_before
  evict "$NODE_NAME" || stay
  printf 'drained for %s at %s\n' "$RUNS_AS" "$(date -u +%Y-%m-%dT%H:%M:%SZ)"
}

# A node that a person cordoned is not ours to uncordon.
remember_before() {
  before=schedulable
  [ "$(kubectl get node "$NODE_NAME" -o 'jsonpath={.spec.unschedulable}')" != true ] || before=cordoned
  kubectl annotate node "$NODE_NAME" "homelab.dev/before-restart=$before" >/dev/null || fail "cannot annotate the node"
}

stay() {
  as_before
  kubectl annotate node "$NODE_NAME" homelab.dev/before-restart- >/dev/null || true
  fail "$NODE_NAME could not be drained within 300 s: a PodDisruptionBudget or a stuck pod holds it, see above. \
Its machine was not restarted, its node is as it was. Solve that and run this again, or empty it yourself first: \
kubectl drain $NODE_NAME --disable-eviction --ignore-daemonsets --delete-emptydir-data --force"
}

as_before() {
  case $before in
    schedulable) kubectl uncordon "$NODE_NAME" >/dev/null || fail "cannot uncordon $NODE_NAME" ;;
    cordoned) say "was cordoned before, and stays so" ;;
  esac
}

uncordon_worker() {
  step "uncordon $NODE_NAME"
  [ -z "$DRAINED" ] || say "was $DRAINED"
  before=$(noted before-restart)
  as_before
  kubectl annotate node "$NODE_NAME" --overwrite "homelab.dev/runs-as=$RUNS_AS" homelab.dev/before-restart- >/dev/null ||
    fail "cannot annotate the node"
}
