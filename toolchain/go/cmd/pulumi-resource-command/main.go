// Pulumi-resource-command is a plugin compatible with the released command plugin.
package main

import (
	"context"
	"fmt"
	"os"

	p "github.com/pulumi/pulumi-go-provider"

	"homelab/toolchain/internal/command"
	"homelab/toolchain/internal/versions"
)

func main() {
	if err := p.RunProvider(context.Background(), command.Name, versions.Command, command.Provider()); err != nil {
		fmt.Fprintf(os.Stderr, "pulumi-resource-command: %v\n", err)
		os.Exit(1)
	}
}
