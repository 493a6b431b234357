package tls_test

import (
	"context"
	"testing"

	"github.com/blang/semver"
	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/integration"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/property"

	"homelab/toolchain/internal/tls"
)

// plugin drives the whole plugin as the engine does, without a process in between.
type plugin struct {
	t      *testing.T
	server integration.Server
}

func newPlugin(t *testing.T) plugin {
	t.Helper()
	server, err := integration.NewServer(context.Background(), tls.Name, semver.MustParse("5.6.1"),
		integration.WithProvider(tls.Provider()))
	if err != nil {
		t.Fatal(err)
	}
	return plugin{t, server}
}

// urnOf names a resource of a class such as PrivateKey.
func urnOf(class string) resource.URN {
	module := string(class[0]+'a'-'A') + class[1:]
	return resource.URN("urn:pulumi:stack::project::tls:index/" + module + ":" + class + "::it")
}

func (g plugin) check(class string, inputs map[string]any) (property.Map, []p.CheckFailure) {
	g.t.Helper()
	values := resource.FromResourcePropertyMap(resource.NewPropertyMapFromMap(inputs))
	response, err := g.server.Check(p.CheckRequest{Urn: urnOf(class), Inputs: values})
	if err != nil {
		g.t.Fatal(err)
	}
	return response.Inputs, response.Failures
}

func (g plugin) checked(class string, inputs map[string]any) property.Map {
	g.t.Helper()
	values, failures := g.check(class, inputs)
	if len(failures) > 0 {
		g.t.Fatalf("%s: %+v", class, failures)
	}
	return values
}

func (g plugin) create(class string, inputs map[string]any) property.Map {
	g.t.Helper()
	response, err := g.server.Create(p.CreateRequest{Urn: urnOf(class), Properties: g.checked(class, inputs)})
	if err != nil {
		g.t.Fatal(err)
	}
	if response.ID == "" {
		g.t.Fatal("no id")
	}
	return response.Properties
}

func (g plugin) diff(class string, state property.Map, inputs map[string]any) p.DiffResponse {
	g.t.Helper()
	response, err := g.server.Diff(p.DiffRequest{Urn: urnOf(class), ID: "it", State: state, Inputs: g.checked(class, inputs)})
	if err != nil {
		g.t.Fatal(err)
	}
	return response
}

// wantChange expects exactly one changed property.
func (g plugin) wantChange(class string, state property.Map, inputs map[string]any, name string, kind p.DiffKind) {
	g.t.Helper()
	diff := g.diff(class, state, inputs)
	if len(diff.DetailedDiff) != 1 || diff.DetailedDiff[name].Kind != kind || !diff.HasChanges {
		g.t.Errorf("%s: expected %s of %s, got %+v", class, kind, name, diff)
	}
}

func (g plugin) wantNoChange(class string, state property.Map, inputs map[string]any) {
	g.t.Helper()
	if diff := g.diff(class, state, inputs); diff.HasChanges || len(diff.DetailedDiff) > 0 {
		g.t.Errorf("%s: %+v", class, diff)
	}
}

// wantSecrets expects exactly these outputs to be secret.
func wantSecrets(t *testing.T, state property.Map, names ...string) {
	t.Helper()
	wanted := map[string]bool{}
	for _, name := range names {
		wanted[name] = true
	}
	for name, value := range state.All {
		if value.Secret() != wanted[name] {
			t.Errorf("%s: secret is %v", name, value.Secret())
		}
	}
}

func with(inputs map[string]any, name string, value any) map[string]any {
	result := map[string]any{name: value}
	for key, old := range inputs {
		if key != name {
			result[key] = old
		}
	}
	return result
}
