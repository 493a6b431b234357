// Package codegen stands in for the C# code generator, whose module registries do not serve.
//
// The Terraform bridge refers to the declarations below when it writes a package schema; nothing in
// this repository ever generates C#. Only what the bridge names is declared.
package codegen

import (
	"errors"

	"github.com/hashicorp/hcl/v2"
)

// CSharpPackageInfo is the C# section of a package schema.
type CSharpPackageInfo struct {
	PackageReferences            map[string]string `json:"packageReferences,omitempty"`
	Namespaces                   map[string]string `json:"namespaces,omitempty"`
	Compatibility                string            `json:"compatibility,omitempty"`
	DictionaryConstructors       bool              `json:"dictionaryConstructors,omitempty"`
	ProjectReferences            []string          `json:"projectReferences,omitempty"`
	RootNamespace                string            `json:"rootNamespace,omitempty"`
	LiftSingleValueMethodReturns bool              `json:"liftSingleValueMethodReturns,omitempty"`
	RespectSchemaVersion         bool              `json:"respectSchemaVersion,omitempty"`
}

// CSharpPropertyInfo is the C# section of one property.
type CSharpPropertyInfo struct {
	Name string `json:"name,omitempty"`
}

// CSharpResourceInfo is the C# section of one resource.
type CSharpResourceInfo struct {
	Name string `json:"name,omitempty"`
}

// GenerateProgram refuses: there is no C# generator in this build.
func GenerateProgram(any) (map[string][]byte, hcl.Diagnostics, error) {
	return nil, nil, errors.New("generating C# programs is not part of this build")
}
