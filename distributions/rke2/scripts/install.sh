# Installs one exact RKE2 release and checks its sum; running it again does nothing.
# Needs: RKE2_VERSION RELEASE_URL ARTIFACT_SHA256 (may be empty: then the release's own list is asked).

installed_version() {
  [ -x /usr/local/bin/rke2 ] || return 0
  /usr/local/bin/rke2 --version | awk 'NR == 1 { print $3 }'
}

fetch() {
  curl -fsSL --retry 5 --connect-timeout 15 -o "$2" "$1" || fail "cannot download $1"
}

# An upgrade that failed half way and was taken back in the plan: what is written by then nothing older reads.
refuse_downgrade() {
  newest=$(printf '%s\n' "$1" "$RKE2_VERSION" | sort -V | tail -n 1)
  [ "$newest" = "$RKE2_VERSION" ] ||
    fail "runs RKE2 $1, which is newer: a living node is never taken back; plan $1 again, or restore a snapshot"
}

install_release() {
  step "install RKE2 $RKE2_VERSION"
  have=$(installed_version)
  [ "$have" != "$RKE2_VERSION" ] || return 0
  refuse_downgrade "$have"
  artifact=rke2.linux-amd64.tar.gz
  folder=/var/lib/homelab/rke2
  mkdir -p "$folder"
  fetch "$RELEASE_URL/$artifact" "$folder/$artifact"
  wanted=$ARTIFACT_SHA256
  if [ -z "$wanted" ]; then
    fetch "$RELEASE_URL/sha256sum-amd64.txt" "$folder/sha256sum-amd64.txt"
    wanted=$(awk -v name="$artifact" '$2 == name { print $1 }' "$folder/sha256sum-amd64.txt")
  fi
  got=$(sha256sum "$folder/$artifact" | awk '{ print $1 }')
  [ "$got" = "$wanted" ] || fail "$artifact has sha256 $got, but $wanted is wanted; nothing was installed"
  tar -xzf "$folder/$artifact" -C /usr/local || fail "cannot unpack $artifact"
  rm -f "$folder/$artifact"
  systemctl daemon-reload
  CHANGED=yes
}

# start_unit UNIT SECONDS: (re)starts it when something changed or it is down, and waits until it is active.
start_unit() {
  step "start $1"
  systemctl enable "$1" >/dev/null 2>&1 || fail "systemctl enable $1"
  if [ "$CHANGED" = no ] && [ "$GROWN" = no ] && systemctl is-active --quiet "$1"; then return 0; fi
  systemctl restart --no-block "$1"
  # A joining server may be turned away while another one is still learning; systemd tries again by itself.
  sleep 1
  attempt "$2" "$1" systemctl is-active --quiet "$1" ||
    fail "$1 is not active after $2 s; its last words: $(journalctl -u "$1" -n 5 --no-pager -o cat 2>&1)"
}
