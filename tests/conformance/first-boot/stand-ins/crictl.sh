#!/bin/sh
# Stands in for crictl where there is no registry: an image is a line in a file. It asks for containerd's socket as the real
# one does. Whatever the program's scripts do not ask fails with its name.
set -eu
images=/var/lib/stand-in/images
unknown() {
  echo "the stand-in for crictl does not know: $*" >&2
  exit 64
}

[ "$1" = --image-endpoint ] && [ -S "${2#unix://}" ] || unknown "$@"
shift 2
mkdir -p "${images%/*}"
touch "$images"
case "$1 $#" in
  "inspecti 3") grep -Fxq "$3" "$images" || { echo "no such image \"$3\" present" >&2 && exit 1; } ;;
  "pull 2") echo "$2" >>"$images" && echo "Image is up to date for $2" ;;
  *) unknown "$@" ;;
esac
