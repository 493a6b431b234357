# What k3s calls its parts, for the scripts in rancher/, which are RKE2's too.

TITLE=k3s
BINARY=/usr/local/bin/k3s
CONFIG=/etc/rancher/k3s
DATA=/var/lib/rancher/k3s
SERVER_UNIT=k3s
AGENT_UNIT=k3s-agent
# The API's: the supervisor stands before it, and answers others before there is an API.
JOIN_PORT=6443

kubectl() { /usr/local/bin/k3s kubectl --kubeconfig=/etc/rancher/k3s/k3s.yaml --request-timeout=30s "$@"; }

# Without it no server was ever started here.
never_ran() { [ ! -e /etc/rancher/k3s/k3s.yaml ]; }
