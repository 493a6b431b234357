# Before a control plane leaves: may it, and who stays to speak for the cluster?
# Needs: NODE_NAME, and kubectl, servers, answers, SERVER_LABEL of the distribution.

# What tells a leaving machine to ask nobody any more.
GIVE_UP=${GIVE_UP:-sudo touch /var/lib/homelab/abandon}

# Leaving must not cost the others their quorum: of the voters that stay, a majority has to be up.
may_leave() {
  list=$(servers) || fail "the API does not list its servers"
  stay=$(echo "$list" | awk -v me="$NODE_NAME" '$1 != me && $3 == "True" { n++; if ($2 == "True") up++ } END { print n + 0, up + 0 }')
  voters=${stay% *}
  up=${stay#* }
  [ "$voters" -eq 0 ] || [ "$up" -gt $((voters / 2)) ] ||
    fail "only $up of the $voters servers that would stay are Ready: leaving now loses the quorum; \
heal them first, or give the cluster up with: $GIVE_UP"
}

# Address of another server that answers.
other_server() {
  addresses=$(kubectl get nodes -l "$SERVER_LABEL" -o \
    'jsonpath={range .items[*]}{.metadata.name} {.status.addresses[?(@.type=="InternalIP")].address}{"\n"}{end}' |
    awk -v me="$NODE_NAME" '$1 != me { print $2 }')
  for address in $addresses; do
    if answers "$address"; then
      echo "$address"
      return 0
    fi
  done
  return 1
}
