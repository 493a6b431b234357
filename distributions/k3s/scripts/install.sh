# What is done with k3s once its sum is right. The release is one program, and that of an older one may be running: it is
# renamed into its place, never written over.

ARTIFACT=k3s

put_in_place() {
  chmod 0755 "$1"
  mv "$1" "$BINARY" || fail "cannot put $ARTIFACT into $BINARY"
}
