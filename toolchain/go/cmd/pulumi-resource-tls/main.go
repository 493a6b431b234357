// Pulumi-resource-tls is a plugin compatible with the released tls plugin.
package main

import (
	"context"
	"fmt"
	"os"

	p "github.com/pulumi/pulumi-go-provider"

	"homelab/toolchain/internal/tls"
	"homelab/toolchain/internal/versions"
)

func main() {
	if err := p.RunProvider(context.Background(), tls.Name, versions.TLS, tls.Provider()); err != nil {
		fmt.Fprintf(os.Stderr, "pulumi-resource-tls: %v\n", err)
		os.Exit(1)
	}
}
