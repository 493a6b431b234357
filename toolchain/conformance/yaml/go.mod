module homelab/conformance/yaml

go 1.26.0

// What reads YAML on the other side: RKE2's config.yaml (yaml.v2), Kubernetes and kubeadm (sigs.k8s.io/yaml), Helm and many
// others (yaml.v3), Talos (yaml.v4).
require (
	go.yaml.in/yaml/v4 v4.0.0-rc.4
	gopkg.in/yaml.v2 v2.4.0
	gopkg.in/yaml.v3 v3.0.1
	sigs.k8s.io/yaml v1.6.0
)

require go.yaml.in/yaml/v2 v2.4.2 // indirect
