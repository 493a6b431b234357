# Before the machine of a worker restarts. Needs: what talos-tools.sh and worker-turn.sh define.

# Whoever answers for the cluster.
SPEAKER=

make_way() {
  begin
  step_aside
}
