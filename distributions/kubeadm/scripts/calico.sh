# The network of the pods, through Calico's operator. One control plane does it for all.
# Needs: CALICO (lines "file url sha256"; empty on the others), and /etc/homelab/calico.yaml of write_files.

apply_network() {
  [ -n "$CALICO" ] || return 0
  step "apply the pod network"
  folder=/var/lib/homelab/calico
  mkdir -p "$folder"
  printf '%s\n' "$CALICO" | put "$folder/list" 0644
  while read -r file url sum; do
    fetch_manifest "$folder/$file" "$url" "$sum"
    # On the server's side: the CRDs are larger than the annotation a plain apply leaves behind.
    apply "$folder/$file"
  done <"$folder/list"
  kubectl wait --for=condition=Established crd/installations.operator.tigera.io --timeout=120s >/dev/null ||
    fail "the API does not take Calico's Installation"
  apply /etc/homelab/calico.yaml
}

apply() {
  said=$(kubectl apply --server-side --force-conflicts -f "$1" 2>&1) || fail "kubectl apply -f $1: $(printf '%s\n' "$said" | tail -n 3)"
}

# fetch_manifest PATH URL SHA256: once; a file that is there and right is not fetched again.
fetch_manifest() {
  [ ! -f "$1" ] || [ "$(sum_of "$1")" != "$3" ] || return 0
  fetch "$2" "$1.new"
  got=$(sum_of "$1.new")
  [ "$got" = "$3" ] || fail "$2 has sha256 $got, but $3 is wanted; nothing was applied"
  mv "$1.new" "$1"
}

sum_of() { sha256sum "$1" | awk '{ print $1 }'; }
