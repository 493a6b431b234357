package command_test

import (
	"context"
	"testing"

	"github.com/blang/semver"
	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/integration"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/property"

	"homelab/toolchain/internal/command"
	"homelab/toolchain/internal/command/sshtest"
)

// plugin drives the whole plugin as the engine does, without a process in between.
type plugin struct {
	t      *testing.T
	server integration.Server
	urn    resource.URN
}

func newPlugin(t *testing.T, class string) plugin {
	t.Helper()
	t.Setenv("SSH_AUTH_SOCK", "")
	server, err := integration.NewServer(context.Background(), command.Name, semver.MustParse("1.2.1"),
		integration.WithProvider(command.Provider()))
	if err != nil {
		t.Fatal(err)
	}
	urn := resource.URN("urn:pulumi:stack::project::command:" + class + "::it")
	return plugin{t, server, urn}
}

func (g plugin) check(inputs map[string]any) (property.Map, []p.CheckFailure) {
	g.t.Helper()
	response, err := g.server.Check(p.CheckRequest{Urn: g.urn, Inputs: values(inputs)})
	if err != nil {
		g.t.Fatal(err)
	}
	return response.Inputs, response.Failures
}

// checked are the inputs with their defaults, as every later call gets them.
func (g plugin) checked(inputs map[string]any) property.Map {
	g.t.Helper()
	result, failures := g.check(inputs)
	if len(failures) > 0 {
		g.t.Fatalf("check: %+v", failures)
	}
	return result
}

func (g plugin) create(inputs map[string]any, timeout float64) (property.Map, error) {
	g.t.Helper()
	response, err := g.server.Create(p.CreateRequest{Urn: g.urn, Properties: g.checked(inputs), Timeout: timeout})
	return response.Properties, err
}

func (g plugin) update(state property.Map, inputs map[string]any) (property.Map, error) {
	g.t.Helper()
	response, err := g.server.Update(p.UpdateRequest{Urn: g.urn, ID: "it", State: state, Inputs: g.checked(inputs)})
	return response.Properties, err
}

func (g plugin) delete(state property.Map) error {
	g.t.Helper()
	return g.server.Delete(p.DeleteRequest{Urn: g.urn, ID: "it", Properties: state})
}

// values converts plain Go values as a program would write them.
func values(plain map[string]any) property.Map {
	return resource.FromResourcePropertyMap(resource.NewPropertyMapFromMap(plain))
}

// text reads an output, secret or not.
func text(t *testing.T, state property.Map, name string) string {
	t.Helper()
	value := state.Get(name)
	if !value.IsString() {
		t.Fatalf("%s: expected a string, got %v", name, value)
	}
	return value.AsString()
}

func directTo(server *sshtest.Server) map[string]any {
	return map[string]any{"host": "127.0.0.1", "port": server.Port, "hostKey": server.HostKey}
}

// with gives a copy of inputs with more of them.
func with(inputs map[string]any, more map[string]any) map[string]any {
	result := map[string]any{}
	for _, source := range []map[string]any{inputs, more} {
		for name, value := range source {
			result[name] = value
		}
	}
	return result
}
