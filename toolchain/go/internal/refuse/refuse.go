// Package refuse answers for everything a compatible plugin does not hold, by name. Without it a
// missing class would look like a mistake in the program.
package refuse

import (
	"context"
	"fmt"
	"strings"

	p "github.com/pulumi/pulumi-go-provider"
)

// Build names a compatible plugin and what it holds.
type Build struct {
	// Name and Version of the released plugin it stands for.
	Name, Version string
	// Holds lists the classes that are supported, as the SDK names them.
	Holds []string
}

// Errorf is an error that says which build refuses.
func (b Build) Errorf(format string, args ...any) error {
	return fmt.Errorf("%s %s-compatible build: %s", b.Name, b.Version, fmt.Sprintf(format, args...))
}

// Others is a provider that refuses every class and function it is asked for. The inferred provider
// is wrapped around it and passes on what it does not know.
func (b Build) Others() p.Provider {
	return p.Provider{
		Check: func(_ context.Context, request p.CheckRequest) (p.CheckResponse, error) {
			return p.CheckResponse{}, b.unsupported(string(request.Urn.Type()))
		},
		Read: func(_ context.Context, request p.ReadRequest) (p.ReadResponse, error) {
			return p.ReadResponse{}, b.unsupported(string(request.Urn.Type()))
		},
		Invoke: func(_ context.Context, request p.InvokeRequest) (p.InvokeResponse, error) {
			return p.InvokeResponse{}, b.unsupported(string(request.Token))
		},
	}
}

// unsupported turns a token such as command:remote:CopyFile into remote.CopyFile.
func (b Build) unsupported(token string) error {
	parts := strings.Split(token, ":")
	name := parts[len(parts)-1]
	if module, _, _ := strings.Cut(parts[1], "/"); len(parts) == 3 && module != "index" {
		name = module + "." + name
	}
	return b.Errorf("%s is not supported, supported are %s; use the released plugin for it", name, strings.Join(b.Holds, ", "))
}
