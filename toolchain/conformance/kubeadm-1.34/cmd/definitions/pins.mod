module homelab/conformance/definitions

go 1.26.0

// The programs that define the kinds we render objects of: Cilium of pc-tips' release, Calico's operator of the release that
// belongs to Calico 3.31, what reads RKE2's own kinds, and the Gateway API of pc-tips' release.
require (
	github.com/cilium/cilium v1.19.5
	github.com/k3s-io/helm-controller v0.17.9
	github.com/tigera/operator v1.40.0
	sigs.k8s.io/gateway-api v1.4.1
)
