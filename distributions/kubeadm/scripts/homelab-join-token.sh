#!/bin/sh
# Prints what one machine needs to join, made at this moment: for `worker` a token, for `server` also the key to the
# certificates. sshd runs it for the join keys and for nothing else they ask; it keeps nothing.
set -eu
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL=C
umask 077

refuse() {
  printf 'homelab-join-token: %s\n' "$*" >&2
  exit 1
}

case "${1-}" in worker | server) ;; *) refuse "worker or server?" ;; esac
[ -e /etc/kubernetes/admin.conf ] || refuse "this machine is no control plane yet"
token=$(kubeadm token create --ttl 15m --kubeconfig /etc/kubernetes/admin.conf) || refuse "no token"
printf 'token %s\n' "$token"
[ "$1" = server ] || exit 0
# With a file: left to itself kubeadm asks the internet for the newest release.
key=$(kubeadm init phase upload-certs --upload-certs --config /etc/homelab/kubeadm.yaml \
  --kubeconfig /etc/kubernetes/admin.conf | tail -n 1)
[ "${#key}" -eq 64 ] || refuse "no certificate key"
printf 'certificate-key %s\n' "$key"
