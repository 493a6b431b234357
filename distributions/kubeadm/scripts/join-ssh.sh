# The restricted SSH command of a control plane: a user that may have a token issued over SSH, and nothing else.
# Needs: JOIN_USER JOIN_HOME JOIN_SSHD SSH_UNIT, and of write_files what sshd and sudo read about the user.

allow_token_requests() {
  step "let joining machines request tokens"
  id "$JOIN_USER" >/dev/null 2>&1 ||
    useradd --system --home-dir "$JOIN_HOME" --shell /bin/sh "$JOIN_USER" || fail "useradd $JOIN_USER"
  chmod 0755 "$JOIN_HOME" "$JOIN_HOME/.ssh"
  # sshd reads its files when it starts, and may have started before this one was there.
  read_by_sshd=/var/lib/homelab/join-ssh
  [ "$(cat "$read_by_sshd" 2>/dev/null)" != "$(cat "$JOIN_SSHD")" ] || return 0
  systemctl reload "$SSH_UNIT" || fail "sshd does not take $JOIN_SSHD"
  put "$read_by_sshd" 0644 <"$JOIN_SSHD"
}
