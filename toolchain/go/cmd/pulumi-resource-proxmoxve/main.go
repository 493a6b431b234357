// Pulumi-resource-proxmoxve is the Proxmox VE plugin built from the bpg provider. It needs the two
// generated files beside its executable.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	pfbridge "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfbridge"

	"homelab/toolchain/internal/proxmoxve"
)

func main() {
	metadata, schema := beside(proxmoxve.MetadataFile), beside(proxmoxve.SchemaFile)
	pfbridge.MainWithMuxer(context.Background(), "proxmoxve", proxmoxve.Provider(metadata), schema)
}

// beside reads a generated file from the folder of the executable.
func beside(name string) []byte {
	executable, err := os.Executable()
	if err == nil {
		executable, err = filepath.EvalSymlinks(executable)
	}
	var content []byte
	if err == nil {
		content, err = os.ReadFile(filepath.Join(filepath.Dir(executable), name))
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "pulumi-resource-proxmoxve: cannot read %s: %v; build the plugin again with `npm run toolchain -- build`\n", name, err)
		os.Exit(1)
	}
	return content
}
