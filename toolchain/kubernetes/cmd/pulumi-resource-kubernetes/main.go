// Pulumi-resource-kubernetes is the released plugin's own code, built from its Go module. It needs the two generated files
// beside its executable.
package main

import (
	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"
	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/version"

	"homelab/kubernetes/internal/files"
)

func main() {
	provider.Serve("kubernetes", version.Version, files.Beside(files.Schema), files.Beside(files.TerraformMapping))
}
