// Package files is about what the plugin's makers embed and we lay beside its executable.
package files

import (
	"fmt"
	"os"
	"path/filepath"
)

const (
	// Schema describes every resource; with the version in it.
	Schema = "schema.json"
	// TerraformMapping translates names of the Terraform provider.
	TerraformMapping = "terraform-mapping.json"
)

// Beside reads a generated file from the folder of the executable.
func Beside(name string) []byte {
	executable, err := os.Executable()
	if err == nil {
		executable, err = filepath.EvalSymlinks(executable)
	}
	var content []byte
	if err == nil {
		content, err = os.ReadFile(filepath.Join(filepath.Dir(executable), name))
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "pulumi-resource-kubernetes: cannot read %s: %v; have the tools made again with `npm run toolchain -- build`\n", name, err)
		os.Exit(1)
	}
	return content
}
