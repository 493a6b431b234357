#!/bin/sh
# Stands in for kubectl on the only server of a healthy cluster: a node is a folder that holds its labels, taints and
# annotations, a line each. Whatever the program's scripts do not ask fails with its name.
set -eu
nodes=/var/lib/stand-in/nodes
unknown() {
  echo "the stand-in for kubectl does not know: $*" >&2
  exit 64
}

while :; do
  case $1 in
    --kubeconfig=*) [ -f "${1#*=}" ] || exit 1 && shift ;;
    --server=*) curl -fsk --max-time 5 "${1#*=}/readyz" >/dev/null || exit 1 && shift ;;
    --request-timeout=*) shift ;;
    -*) unknown "$1" ;;
    *) break ;;
  esac
done

node() {
  [ -d "$nodes/$1" ] && return
  echo "Error from server (NotFound): nodes \"$1\" not found" >&2
  exit 1
}

# set_line FILE KEY [LINE]: the line of that key, or none.
set_line() {
  [ -f "$1" ] || : >"$1"
  { grep -v "^$2[=:]" "$1" || true; [ -z "${3-}" ] || echo "$3"; } | sort >"$1.new"
  if cmp -s "$1.new" "$1"; then rm "$1.new"; else mv "$1.new" "$1"; fi
}

# change FILE NODE WORD...: key=value sets, key- takes away.
change() {
  file=$nodes/$2/$1
  shift 2
  for word in "$@"; do
    case $word in
      --overwrite) ;;
      *-) word=${word%-} && set_line "$file" "${word%%:*}" ;;
      *) set_line "$file" "${word%%=*}" "$word" ;;
    esac
  done
}

annotation() { sed -n "s|^homelab.dev/$2=||p" "$nodes/$1/annotations" 2>/dev/null || true; }

servers() {
  case $1 in
    *InternalIP*) echo "$(hostname) $(hostname -I | cut -d ' ' -f 1)" ;;
    *'.status.conditions[?(@.type=="Ready")]'*) echo "$(hostname) True" ;;
    *) unknown "$1" ;;
  esac
}

case "$*" in
  "get --raw /readyz") echo ok ;;
  "get nodes -l node-role.kubernetes.io/"*" -o "*) servers "$6" ;;
  "get node "*" -o jsonpath={.metadata.annotations.homelab\\.dev/"*"}") node "$3" && name=${5##*/} && annotation "$3" "${name%\}}" ;;
  "get node "*" -o jsonpath={.spec.unschedulable}") node "$3" && [ ! -e "$nodes/$3/cordoned" ] || echo true ;;
  "get node "*) node "$3" ;;
  "drain "*) node "$2" && : >"$nodes/$2/cordoned" ;;
  "uncordon "*) node "$2" && rm -f "$nodes/$2/cordoned" ;;
  "wait --for=condition=Ready node/"*) node "$(basename "$3")" ;;
  "apply --server-side --force-conflicts -f "*) [ -s "$5" ] && echo "$5 serverside-applied" ;;
  "wait --for=condition=Established crd/installations.operator.tigera.io "*) ;;
  "label node "*) node "$3" && shift 2 && change labels "$@" ;;
  "taint node "*) node "$3" && shift 2 && change taints "$@" ;;
  "annotate node "*) node "$3" && shift 2 && change annotations "$@" ;;
  *) unknown "$*" ;;
esac
