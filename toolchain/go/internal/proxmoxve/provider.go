// Package proxmoxve describes the Proxmox VE plugin: the bpg Terraform provider behind Pulumi's
// bridge, under the names the npm package @muhlba91/pulumi-proxmoxve uses.
package proxmoxve

import (
	"context"

	"github.com/bpg/terraform-provider-proxmox/fwprovider"
	"github.com/bpg/terraform-provider-proxmox/proxmoxtf/provider"
	pfbridge "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	shimv2 "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v2"

	"homelab/toolchain/internal/versions"
)

// MetadataFile and SchemaFile are the generator's outputs. The plugin reads them from its own
// folder; a released plugin embeds them, which would force generated files into the checkout.
const (
	MetadataFile = "bridge-metadata.json"
	SchemaFile   = "schema.json"
)

// Provider describes the plugin. The metadata is what the generator wrote, or an empty object while
// it runs for the first time.
//
// Half of the provider is written with each of Terraform's two plugin libraries, hence the mux.
func Provider(metadata []byte) tfbridge.ProviderInfo {
	info := tfbridge.ProviderInfo{
		P: pfbridge.MuxShimWithPF(context.Background(),
			shimv2.NewProvider(provider.ProxmoxVirtualEnvironment()),
			fwprovider.New(versions.ProxmoxProvider)()),
		Name:        "proxmox",
		DisplayName: "Proxmox Virtual Environment (Proxmox VE)",
		License:     "Apache-2.0",
		GitHubOrg:   "bpg",
		Repository:  "https://github.com/muhlba91/pulumi-proxmoxve",
		Version:     versions.ProxmoxVE,
		JavaScript: &tfbridge.JavaScriptInfo{
			PackageName:          "@muhlba91/pulumi-proxmoxve",
			RespectSchemaVersion: true,
		},
		Resources:    identities(),
		MetadataInfo: tfbridge.NewProviderMetadata(metadata),
	}
	info.MustComputeTokens(naming())
	info.SetAutonaming(255, "-")
	return info
}
