# Before the machine of a worker restarts. Needs: what talos-tools.sh and drain.sh define.

# Whoever answers for the cluster.
CONTACT=

talos_drain_worker() {
  begin
  drain_worker
}
