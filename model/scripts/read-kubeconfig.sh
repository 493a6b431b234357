# Needs: KUBECONFIG_FILE

read_kubeconfig() {
  step "read the kubeconfig"
  cat "$KUBECONFIG_FILE" || fail "cannot read $KUBECONFIG_FILE"
}
