# What RKE2 calls its parts, for the scripts in rancher/, which are k3s' too.

TITLE=RKE2
BINARY=/usr/local/bin/rke2
CONFIG=/etc/rancher/rke2
DATA=/var/lib/rancher/rke2
SERVER_UNIT=rke2-server
AGENT_UNIT=rke2-agent
# The supervisor's: where a server shows that it lives, and what others join through.
JOIN_PORT=9345

kubectl() {
  /var/lib/rancher/rke2/bin/kubectl --kubeconfig=/etc/rancher/rke2/rke2.yaml --request-timeout=30s "$@"
}

# Without it no server was ever started here.
never_ran() { [ ! -x /var/lib/rancher/rke2/bin/kubectl ]; }
