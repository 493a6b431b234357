// Package command is a plugin with the tokens, inputs, outputs and behaviour of the released
// command plugin, as far as programs here use it: remote.Command, remote.CopyToRemote, local.Command.
package command

import (
	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi-go-provider/middleware/schema"

	"homelab/toolchain/internal/command/local"
	"homelab/toolchain/internal/command/remote"
	"homelab/toolchain/internal/refuse"
	"homelab/toolchain/internal/versions"
)

// Name is the package name in tokens.
const Name = "command"

// Build says what this plugin holds.
var Build = refuse.Build{
	Name:    Name,
	Version: versions.Command,
	Holds:   []string{"local.Command", "remote.Command", "remote.CopyToRemote"},
}

// Provider assembles the plugin.
func Provider() p.Provider {
	return unknownSecretsAreTheSame(infer.Wrap(Build.Others(), infer.Options{
		Metadata: schema.Metadata{
			DisplayName: "Command",
			Description: "Commands and scripts, here or over SSH, as resources.",
			License:     "Apache-2.0",
			LanguageMap: map[string]any{"nodejs": map[string]any{"respectSchemaVersion": true}},
		},
		Resources: []infer.InferredResource{
			infer.Resource(&local.Command{}),
			infer.Resource(&remote.Command{}),
			infer.Resource(&remote.CopyToRemote{}),
		},
	}))
}
