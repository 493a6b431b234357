# The door of a control plane: a user that may have a token minted over SSH, and nothing else.
# Needs: DOOR_USER DOOR_HOME DOOR_SSHD, and of write_files what sshd and sudo read about the user.

open_door() {
  step "let machines that join ask for tokens"
  id "$DOOR_USER" >/dev/null 2>&1 ||
    useradd --system --home-dir "$DOOR_HOME" --shell /bin/sh "$DOOR_USER" || fail "useradd $DOOR_USER"
  chmod 0755 "$DOOR_HOME" "$DOOR_HOME/.ssh"
  # sshd reads its files when it starts, and may have started before this one was there.
  read_by_sshd=/var/lib/homelab/door
  [ "$(cat "$read_by_sshd" 2>/dev/null)" != "$(cat "$DOOR_SSHD")" ] || return 0
  systemctl reload ssh.service || fail "sshd does not take $DOOR_SSHD"
  put "$read_by_sshd" 0644 <"$DOOR_SSHD"
}
