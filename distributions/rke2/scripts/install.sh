# What is done with RKE2's archive once its sum is right: programs and units go below /usr/local.

ARTIFACT=rke2.linux-amd64.tar.gz

put_in_place() { tar -xzf "$1" -C /usr/local || fail "cannot unpack $ARTIFACT"; }
