# Pulls the container images that a node needs, before kubeadm or the kubelet asks for them; what is there is left alone.
# Needs: KUBERNETES_VERSION IMAGES (names of those of kubeadm that this node runs)

# As often as kubeadm itself tries (cmd/kubeadm/app/constants, PullImageRetry).
MOST_PULLS=5

# Through the runtime's own interface, so that mirrors are asked as they are for pods.
runtime_images() { crictl --image-endpoint unix:///run/containerd/containerd.sock "$@"; }

pull_images() {
  step "pull the container images of Kubernetes $KUBERNETES_VERSION"
  wanted=$(kubeadm config images list --kubernetes-version "v$KUBERNETES_VERSION") || fail "kubeadm does not list its images"
  for image in $wanted; do
    name=${image##*/}
    case " $IMAGES " in *" ${name%%:*} "*) pull_image "$image" ;; esac
  done
}

pull_image() {
  tries=0
  until runtime_images inspecti -q "$1" >/dev/null 2>&1; do
    [ "$tries" -lt "$MOST_PULLS" ] || fail "cannot pull $1: $said"
    [ "$tries" -eq 0 ] || sleep 2
    tries=$((tries + 1))
    said=$(runtime_images pull "$1" 2>&1 | tail -n 1)
  done
}
