# Installs one exact release and checks its sum; running it again does nothing.
# Needs: RELEASE RELEASE_URL ARTIFACT_SHA256 (may be empty: then the release's own list is asked), the distribution's names,
# and its ARTIFACT and put_in_place.

installed_version() {
  [ -x "$BINARY" ] || return 0
  "$BINARY" --version | awk 'NR == 1 { print $3 }'
}

fetch() {
  curl -fsSL --retry 5 --connect-timeout 15 -o "$2" "$1" || fail "cannot download $1"
}

# An upgrade that failed half way and was taken back in the plan: what is written by then nothing older reads.
refuse_downgrade() {
  newest=$(printf '%s\n' "$1" "$RELEASE" | sort -V | tail -n 1)
  [ "$newest" = "$RELEASE" ] ||
    fail "runs $TITLE $1, which is newer: a node is never downgraded; plan $1 again, or restore a snapshot"
}

install_release() {
  step "install $TITLE $RELEASE"
  have=$(installed_version)
  [ "$have" != "$RELEASE" ] || return 0
  refuse_downgrade "$have"
  folder=/var/lib/homelab/release
  mkdir -p "$folder"
  fetch "$RELEASE_URL/$ARTIFACT" "$folder/$ARTIFACT"
  wanted=$ARTIFACT_SHA256
  if [ -z "$wanted" ]; then
    fetch "$RELEASE_URL/sha256sum-amd64.txt" "$folder/sha256sum-amd64.txt"
    wanted=$(awk -v name="$ARTIFACT" '$2 == name { print $1 }' "$folder/sha256sum-amd64.txt")
  fi
  got=$(sha256sum "$folder/$ARTIFACT" | awk '{ print $1 }')
  [ "$got" = "$wanted" ] || fail "$ARTIFACT has sha256 $got, but $wanted is wanted; nothing was installed"
  put_in_place "$folder/$ARTIFACT"
  rm -f "$folder/$ARTIFACT"
  CHANGED=yes
}

# start_unit UNIT SECONDS: (re)starts it when something changed or it is down, and waits until it is active.
start_unit() {
  step "start $1"
  [ "$CHANGED" = no ] || systemctl daemon-reload
  systemctl enable "$1" >/dev/null 2>&1 || fail "systemctl enable $1"
  if [ "$CHANGED" = no ] && [ "$GROWN" = no ] && systemctl is-active --quiet "$1"; then return 0; fi
  systemctl restart --no-block "$1"
  # A joining server may be turned away while another one is still learning; systemd tries again by itself.
  sleep 1
  attempt "$2" "$1" systemctl is-active --quiet "$1" ||
    fail "$1 is not active after $2 s; its last log lines: $(journalctl -u "$1" -n 5 --no-pager -o cat 2>&1)"
}
