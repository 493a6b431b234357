# Whether a machine whose guest agent is silent waits for its configuration: the agent starts with that, so its silence
# alone proves nothing. Needs: ADDRESS

# Without a configuration Talos answers, if only that it does not say (talos#5645); with one it asks for a certificate.
waits() {
  begin
  step "ask whether it waits for its configuration"
  if said=$(run_talosctl --nodes "$ADDRESS" version --insecure 2>&1); then
    echo yes
    return 0
  fi
  case $said in
    *"code = Unimplemented"* | *"code = PermissionDenied"* | *"certificate required"*) echo yes ;;
    *) echo no ;;
  esac
}
