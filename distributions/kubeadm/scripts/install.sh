# Installs containerd and one exact release of kubelet, kubeadm and kubectl, and holds them; running it again does nothing.
# Needs: KUBERNETES_VERSION REPOSITORY KEY_PATH KEY_FINGERPRINT HELD_PACKAGES CONTAINERD_VERSION (may be empty), and of
# write_files the repository and /var/lib/homelab/containerd/config-v*.toml.

is_installed() {
  for package in kubelet kubeadm kubectl; do
    case "$(installed "$package")" in "$KUBERNETES_VERSION"-*) ;; *) return 1 ;; esac
  done
  case "$(installed containerd)" in "") return 1 ;; "$CONTAINERD_VERSION") ;; *) [ -z "$CONTAINERD_VERSION" ] || return 1 ;; esac
}

fetch() { curl -fsSL --retry 5 --connect-timeout 15 -o "$2" "$1" || fail "cannot download $1"; }

swap_off() {
  step "turn swap off"
  swapoff -a
  grep -Eq '^[^#].*[[:space:]]swap[[:space:]]' /etc/fstab || return 0
  sed -i -E '/^[^#].*[[:space:]]swap[[:space:]]/ s/^/# /' /etc/fstab
}

# The key is known by its fingerprint, and has to be alone in its file: the package manager would trust every key it finds there.
# Before it is there apt refuses to read any list, so what brings gpg has to do with those of the first boot.
trust_repository() {
  step "trust $REPOSITORY"
  [ -x /usr/bin/gpg ] || install_packages "install gpg" gpg
  mkdir -p "$(dirname "$KEY_PATH")"
  fetch "$REPOSITORY/Release.key" "$KEY_PATH.new"
  got=$(GNUPGHOME=/run gpg --show-keys --with-colons "$KEY_PATH.new" 2>/dev/null |
    awk -F: '$1 == "pub" { keys++ } $1 == "fpr" && !first { first = $10 } END { print keys + 0, first }')
  [ "$got" = "1 $KEY_FINGERPRINT" ] ||
    fail "$REPOSITORY/Release.key holds ${got% *} keys, the first is ${got#* }, but $KEY_FINGERPRINT alone is trusted; nothing was installed"
  chmod 0644 "$KEY_PATH.new"
  mv "$KEY_PATH.new" "$KEY_PATH"
}

# kubeadm upgrades a control plane in an order of its own: packages that are newer than the node would be half of it.
refuse_upgrade() {
  [ -e /etc/kubernetes/kubelet.conf ] || return 0
  have=$(installed kubelet)
  case "$have" in "" | "$KUBERNETES_VERSION"-*) return 0 ;; esac
  fail "runs Kubernetes ${have%-*}, $KUBERNETES_VERSION is planned: this script does not change the release of an existing node; \
replace the machine by raising its generation"
}

install_release() {
  refuse_upgrade
  swap_off
  if ! is_installed; then
    trust_repository
    step "install Kubernetes $KUBERNETES_VERSION"
    read_package_lists
    replace_packages "install Kubernetes $KUBERNETES_VERSION" "$(exactly containerd "$CONTAINERD_VERSION")" \
      "$(of_release kubelet "$KUBERNETES_VERSION")" "$(of_release kubeadm "$KUBERNETES_VERSION")" \
      "$(of_release kubectl "$KUBERNETES_VERSION")"
  fi
  # shellcheck disable=SC2086 # a list of names
  hold_packages $HELD_PACKAGES
  configure_containerd
  systemctl enable containerd kubelet >/dev/null 2>&1 || fail "systemctl enable containerd kubelet"
}

# Releases 1 and 2 of containerd read different versions of the file, and of a wrong one neither says a word.
configure_containerd() {
  step "configure containerd"
  release=$(containerd --version | awk '{ print $3 }')
  case "${release#v}" in
    1.*) schema=2 ;;
    2.*) schema=3 ;;
    *) fail "containerd $release is unknown here; 1.x and 2.x are known" ;;
  esac
  forget_mirrors
  CHANGED=no
  put /etc/containerd/config.toml 0644 <"/var/lib/homelab/containerd/config-v$schema.toml"
  [ "$CHANGED" = yes ] || ! systemctl is-active --quiet containerd || return 0
  systemctl restart containerd || fail "containerd does not start: $(journalctl -u containerd -n 5 --no-pager -o cat 2>&1)"
}

# Mirrors that are in the plan no more. Needs: MIRRORS
forget_mirrors() {
  for file in /etc/containerd/certs.d/*/hosts.toml; do
    [ -f "$file" ] || continue
    registry=$(basename "$(dirname "$file")")
    case " $MIRRORS " in *" $registry "*) continue ;; esac
    ! grep -q '^# homelab:' "$file" || rm -f "$file"
  done
}
