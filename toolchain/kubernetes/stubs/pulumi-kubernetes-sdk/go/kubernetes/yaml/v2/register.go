// Package v2 stands in for the components that make resources of manifests.
package v2

import (
	"errors"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// RegisterResource refuses: the components that make resources of manifests and charts are no part of this build.
func RegisterResource(
	_ *pulumi.Context, apiVersion, kind, _ string, _ pulumi.Input, _ ...pulumi.ResourceOption,
) (pulumi.CustomResource, error) {
	return nil, errors.New("this build of the kubernetes plugin makes no resource of a manifest (" + apiVersion + "/" +
		kind + "): use typed resources and helm.v3.Release, or the released plugin")
}
