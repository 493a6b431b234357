module homelab/conformance/definitions

go 1.26.0

// The programs that define the kinds we render objects of: Cilium of pc-tips' release, Calico's operator of the release that
// belongs to Calico 3.31, and what reads RKE2's own kinds.
require (
	github.com/cilium/cilium v1.19.5
	github.com/k3s-io/helm-controller v0.17.9
	github.com/tigera/operator v1.40.0
)
