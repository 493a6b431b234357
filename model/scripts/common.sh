# What every script shares. POSIX sh; progress goes to stderr, results to stdout.
# Variables the renderer puts in front: NODE_NAME and what each script names in its head.
set -eu
# Machines may speak French; what is parsed here must not.
export LC_ALL=C

STEP=start
CHANGED=no

step() {
  STEP=$1
  printf '%s: %s\n' "$NODE_NAME" "$STEP" >&2
}

say() { printf '%s: %s\n' "$NODE_NAME" "$*" >&2; }

fail() {
  printf '%s: step "%s" failed: %s\n' "$NODE_NAME" "$STEP" "$*" >&2
  exit 1
}

# attempt N SECONDS WHAT COMMAND...: repeats the command until it succeeds; gives up after SECONDS.
attempt() {
  limit=$1
  what=$2
  shift 2
  waited=0
  until "$@" >/dev/null 2>&1; do
    [ "$waited" -lt "$limit" ] || return 1
    [ $((waited % 60)) -ne 0 ] || [ "$waited" -eq 0 ] || say "still waiting for $what ($waited s of $limit s)"
    sleep 2
    waited=$((waited + 2))
  done
}

# put PATH MODE: stores stdin there; sets CHANGED when the content is new.
put() {
  content=$(cat && echo x)
  content=${content%x}
  if [ -f "$1" ] && [ "$(cat "$1" && echo x)" = "${content}x" ]; then
    chmod "$2" "$1"
    return 0
  fi
  mkdir -p "$(dirname "$1")"
  (
    umask 077
    printf '%s' "$content" >"$1.new"
  )
  chmod "$2" "$1.new"
  mv "$1.new" "$1"
  CHANGED=yes
}
