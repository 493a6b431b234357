# The door of a control plane: a user that may have a token minted over SSH, and nothing else.
# Needs: DOOR_USER DOOR_HOME DOOR_SSHD, and of write_files what sshd and sudo read about the user.

open_door() {
  step "let machines that join ask for tokens"
  id "$DOOR_USER" >/dev/null 2>&1 ||
    useradd --system --home-dir "$DOOR_HOME" --shell /bin/sh "$DOOR_USER" || fail "useradd $DOOR_USER"
  chmod 0755 "$DOOR_HOME" "$DOOR_HOME/.ssh"
  # sshd reads its files at start only, and this one was written before there was such a user.
  mark=/var/lib/homelab/door
  CHANGED=no
  cat "$DOOR_SSHD" | put "$mark" 0644
  [ "$CHANGED" = no ] || systemctl reload ssh.service || fail "sshd does not take $DOOR_SSHD"
}
