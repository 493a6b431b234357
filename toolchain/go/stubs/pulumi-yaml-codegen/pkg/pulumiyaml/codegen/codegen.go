// Package codegen stands in for the Pulumi YAML code generator, whose module registries do not serve.
//
// The Terraform bridge can convert examples to YAML programs; nothing in this repository does.
package codegen

import (
	"errors"

	"github.com/hashicorp/hcl/v2"
)

// GenerateProgram refuses: there is no YAML generator in this build.
func GenerateProgram(any) (map[string][]byte, hcl.Diagnostics, error) {
	return nil, nil, errors.New("generating YAML programs is not part of this build")
}
