# Gives a machine its configuration: the first in maintenance mode, where nobody is asked who he is, later ones with
# admin rights and without a reboot. Needs: NODE_NAME ADDRESS DIAL_ATTEMPTS MACHINE_SIZE

configure() {
  step "configure ($MACHINE_SIZE)"
  tries=0
  until speaks "$ADDRESS"; do
    if first_configuration; then
      say "has its first configuration"
      wait_until_it_speaks
      return 0
    fi
    tries=$((tries + 1))
    [ "$tries" -lt "$DIAL_ATTEMPTS" ] ||
      fail "nothing answers at $ADDRESS:50000 as Talos does; look at the machine's console in Proxmox ($(on_one_line "$said"))"
    sleep 5
  done
  next_configuration
}

first_configuration() {
  if said=$(run_talosctl --nodes "$ADDRESS" apply-config --insecure --file "$WORK/config.yaml" 2>&1); then return 0; fi
  case $said in
    *InvalidArgument* | *"failed to parse"*) fail "Talos refuses the configuration: $(on_one_line "$said")" ;;
  esac
  return 1
}

# A worker answers once a control plane has signed its certificate.
wait_until_it_speaks() {
  step "wait for its API"
  attempt 600 "the Talos API of $ADDRESS" speaks "$ADDRESS" || fail "its Talos API does not answer after 600 s"
}

# The refusal comes with the difference, which can hold keys: it is never shown.
next_configuration() {
  if said=$(talos "$ADDRESS" apply-config --mode=no-reboot --file "$WORK/config.yaml" 2>&1); then return 0; fi
  case $said in
    *"can't be applied in immediate mode"*)
      fail "this change needs a reboot, which is never done by itself: raise the node's generation, one node at a time, or take the change back"
      ;;
    *) fail "Talos refuses the configuration: $(on_one_line "${said%%diff:*}")" ;;
  esac
}
