// Package tls is a plugin with the tokens, inputs, outputs and behaviour of the released tls plugin,
// as far as programs here use it: PrivateKey, SelfSignedCert, CertRequest, LocallySignedCert.
package tls

import (
	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi-go-provider/middleware/schema"

	"homelab/toolchain/internal/refuse"
	"homelab/toolchain/internal/versions"
)

// Name is the package name in tokens.
const Name = "tls"

// Build says what this plugin holds.
var Build = refuse.Build{
	Name:    Name,
	Version: versions.TLS,
	Holds:   []string{"CertRequest", "LocallySignedCert", "PrivateKey", "SelfSignedCert"},
}

// Provider assembles the plugin.
func Provider() p.Provider {
	return refuse.WithNestedModules(bridged(infer.Wrap(Build.Others(), infer.Options{
		Metadata: schema.Metadata{
			DisplayName: "TLS",
			Description: "Private keys, certificate requests and certificates as resources.",
			License:     "Apache-2.0",
			LanguageMap: map[string]any{"nodejs": map[string]any{"respectSchemaVersion": true}},
		},
		Resources: []infer.InferredResource{
			infer.Resource(&PrivateKey{}),
			infer.Resource(&SelfSignedCert{}),
			infer.Resource(&CertRequest{}),
			infer.Resource(&LocallySignedCert{}),
		},
	})))
}
