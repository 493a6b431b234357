// Pulumi-tfgen-proxmoxve writes schema.json and bridge-metadata.json for the Proxmox VE plugin:
// `pulumi-tfgen-proxmoxve schema --skip-docs --out FOLDER`. The build runs it once.
package main

import (
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfgen"

	"homelab/toolchain/internal/proxmoxve"
)

func main() {
	tfgen.MainWithMuxer("proxmoxve", proxmoxve.Provider([]byte("{}")))
}
