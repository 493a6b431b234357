# Packages by apt, on Ubuntu and Debian.

# The version of a package, empty where it is not installed. The words of an installed program do not count: the packages
# are what apt keeps.
installed() { dpkg-query -W -f '${db:Status-Abbrev} ${Version}\n' "$1" 2>/dev/null | awk '$1 ~ /^.i/ { print $2 }'; }

# of_release NAME RELEASE, exactly NAME VERSION: what to install, in apt's own words; an empty version is the candidate.
of_release() { printf '%s=%s-*' "$1" "$2"; }
exactly() { printf '%s%s' "$1" "${2:+=$2}"; }

# patiently SECONDS COMMAND...: again and again while somebody else holds a lock of apt, such as unattended-upgrades in the
# first minutes. apt-get itself waits for dpkg's lock alone, not for those of its lists and archives, and apt-mark for none.
patiently() {
  limit=$1
  shift
  waited=0
  until said=$("$@" 2>&1); do
    case $said in *"ould not get lock"* | *"locked by another process"* | *"another process using it"*) ;; *) return 1 ;; esac
    [ "$waited" -lt "$limit" ] || return 1
    [ $((waited % 60)) -ne 0 ] || say "waits for another apt: $(printf '%s\n' "$said" | grep -m 1 lock)"
    sleep 5
    waited=$((waited + 5))
  done
}

# aptly WHAT ARGUMENTS...: apt-get without questions; shows its last lines on failure.
aptly() {
  what=$1
  shift
  patiently 600 env DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=l apt-get -q -y \
    -o Dpkg::Options::=--force-confold --no-install-recommends "$@" ||
    fail "cannot $what: $(printf '%s\n' "$said" | tail -n 5)"
}

read_package_lists() { aptly "read the package lists" update; }

# install_packages WHAT NAME...
install_packages() {
  what=$1
  shift
  aptly "$what" install "$@"
}

# replace_packages WHAT NAME...: whatever is held or newer.
replace_packages() {
  what=$1
  shift
  aptly "$what" --allow-change-held-packages --allow-downgrades install "$@"
}

hold_packages() {
  patiently 600 apt-mark hold "$@" || fail "cannot hold $*: $(printf '%s\n' "$said" | tail -n 5)"
}
