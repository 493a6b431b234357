# Before the machine of another control plane is touched, this one is asked.
# Needs: ADDRESS, and what talos-tools.sh, talos-servers.sh and gate.sh define.

SPEAKER=$ADDRESS

vouch() {
  begin
  turn
}
