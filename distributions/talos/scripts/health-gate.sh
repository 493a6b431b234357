# Before the machine of another control plane is touched, this one is asked.
# Needs: ADDRESS, and what talos-tools.sh, talos-servers.sh and gate.sh define.

CONTACT=$ADDRESS

talos_health_gate() {
  begin
  health_gate
}
