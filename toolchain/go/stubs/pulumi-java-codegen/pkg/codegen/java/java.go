// Package java stands in for the Java code generator, whose served version does not fit this engine.
//
// The Terraform bridge can convert examples to Java programs; nothing in this repository does.
package java

import (
	"errors"

	"github.com/hashicorp/hcl/v2"
)

// GenerateProgram refuses: there is no Java generator in this build.
func GenerateProgram(any) (map[string][]byte, hcl.Diagnostics, error) {
	return nil, nil, errors.New("generating Java programs is not part of this build")
}
