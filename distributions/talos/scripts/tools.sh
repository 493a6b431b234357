# How the operator's computer speaks with Talos and with Kubernetes: with files of its own that nobody else can read.
# Needs: CLUSTER STACK TALOS_VERSION API_PROXY (may be empty) TALOS_ACCESS KUBERNETES_ACCESS MACHINE_CONFIG (may be empty)

GIVE_UP="HOMELAB_ABANDON=$CLUSTER npm run destroy -- $STACK"

abandoned() { [ "${HOMELAB_ABANDON:-}" = "$CLUSTER" ]; }

# need TOOL WHERE: a sentence is better than "not found" in the middle.
need() {
  command -v "$1" >/dev/null 2>&1 || fail "$1 is not on this computer's PATH; install it: $2"
}

need_talosctl() {
  releases=https://github.com/siderolabs/talos/releases/tag/$TALOS_VERSION
  need talosctl "$releases"
  have=$(talosctl version --client --short 2>/dev/null | sed -n 's/^Talos *\(v[0-9.]*\).*/\1/p')
  [ "${have%.*}" = "${TALOS_VERSION%.*}" ] ||
    fail "talosctl is ${have:-of no release}, the cluster runs $TALOS_VERSION; put one of ${TALOS_VERSION%.*} first on PATH: $releases"
}

# Secrets go into files of a folder that ends with the script: arguments and variables of programs are visible to others.
begin() {
  need_talosctl
  need kubectl https://kubernetes.io/docs/tasks/tools/
  umask 077
  WORK=$(mktemp -d) || fail "no folder for temporary files"
  trap 'rm -rf "$WORK"' EXIT
  trap 'exit 143' HUP INT TERM
  printf '%s' "$TALOS_ACCESS" >"$WORK/talosconfig"
  printf '%s' "$KUBERNETES_ACCESS" >"$WORK/kubeconfig"
  printf '%s' "$MACHINE_CONFIG" >"$WORK/config.yaml"
}

# talosctl takes its proxy from the environment; kubectl's stands in its kubeconfig.
run_talosctl() {
  if [ -n "$API_PROXY" ]; then
    HTTPS_PROXY=$API_PROXY https_proxy=$API_PROXY NO_PROXY='' no_proxy='' talosctl --talosconfig "$WORK/talosconfig" "$@"
  else
    talosctl --talosconfig "$WORK/talosconfig" "$@"
  fi
}

# talos ADDRESS ARGUMENT...: asks the machine itself, with admin rights.
talos() {
  node=$1
  shift
  run_talosctl --endpoints "$node" --nodes "$node" "$@"
}

# Asks the control plane CONTACT, or, without one, whoever answers for the cluster.
kubectl() {
  command kubectl --kubeconfig "$WORK/kubeconfig" --request-timeout=30s ${CONTACT:+"--server=https://$CONTACT:6443"} "$@"
}

speaks() { talos "$1" version --short >/dev/null 2>&1; }

# Several lines as one.
on_one_line() { printf '%s' "$1" | tr -s '\n\t ' ' '; }
