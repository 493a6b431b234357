package command_test

import (
	"strings"
	"testing"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/property"

	"homelab/toolchain/internal/command"
)

func TestCheckFillsInTheDefaultsOfConnections(t *testing.T) {
	inputs := newPlugin(t, "remote:Command").checked(map[string]any{
		"connection": map[string]any{"host": "a", "proxy": map[string]any{"host": "b"}},
	})
	connection := inputs.Get("connection")
	if !connection.Secret() {
		t.Error("the connection is not secret")
	}
	jump := connection.AsMap().Get("proxy").AsMap()
	for name, want := range map[string]float64{"port": 22, "dialErrorLimit": 10, "perDialTimeout": 15} {
		if got := connection.AsMap().Get(name).AsNumber(); got != want {
			t.Errorf("%s: got %v", name, got)
		}
		if got := jump.Get(name).AsNumber(); got != want {
			t.Errorf("proxy.%s: got %v", name, got)
		}
	}
	if got := connection.AsMap().Get("user").AsString(); got != "root" {
		t.Errorf("user: got %q", got)
	}
	if _, set := inputs.GetOk("addPreviousOutputInEnv"); set {
		t.Error("addPreviousOutputInEnv: a default in the state would show as a change to old stacks")
	}
}

func TestWhatIsNotSupportedIsRefusedByName(t *testing.T) {
	plugin := newPlugin(t, "remote:CopyFile")
	_, err := plugin.server.Check(p.CheckRequest{Urn: plugin.urn})
	wantError(t, err, "command 1.2.1-compatible build: remote.CopyFile is not supported")
	_, err = plugin.server.Invoke(p.InvokeRequest{Token: "command:local:run"})
	wantError(t, err, "command 1.2.1-compatible build: local.run is not supported")
}

func TestAChangeOfInputsIsAnUpdateAndNoChangeIsNone(t *testing.T) {
	plugin := newPlugin(t, "remote:Command")
	inputs := map[string]any{"create": "x", "connection": map[string]any{"host": "a"}}
	diff := func(news map[string]any) p.DiffResponse {
		response, err := plugin.server.Diff(p.DiffRequest{
			Urn: plugin.urn, State: plugin.checked(inputs), OldInputs: plugin.checked(inputs), Inputs: plugin.checked(news),
		})
		wantNoError(t, err)
		return response
	}
	if same := diff(inputs); same.HasChanges {
		t.Errorf("same inputs: %+v", same)
	}
	if changed := diff(with(inputs, map[string]any{"create": "y"})); changed.DetailedDiff["create"].Kind != p.Update {
		t.Errorf("another command: %+v", changed)
	}
	added := diff(with(inputs, map[string]any{"triggers": []any{"a"}}))
	if added.DetailedDiff["triggers"].Kind != p.AddReplace {
		t.Errorf("triggers: %+v", added)
	}
}

// What the released plugin answered to the same requests.
func TestASecretThatIsNotYetKnownIsNoChangeButInAList(t *testing.T) {
	plugin := newPlugin(t, "local:Command")
	secret, unknown := property.New("x").WithSecret(true), property.New(property.Computed).WithSecret(true)
	inMap := func(value property.Value) property.Value { return property.New(map[string]property.Value{"A": value}) }
	inList := func(value property.Value) property.Value { return property.New([]property.Value{value}) }
	for _, one := range []struct {
		what, key    string
		before, then property.Value
		changes      bool
	}{
		{"a secret", "stdin", secret, unknown, false},
		{"a text that becomes secret", "stdin", property.New("x"), unknown, false},
		{"a secret that is new", "dir", property.Value{}, unknown, false},
		{"one that is not secret", "stdin", secret, property.New(property.Computed), true},
		{"in a map", "environment", inMap(property.New("x")), inMap(unknown), false},
		{"a whole map", "environment", inMap(secret).WithSecret(true), unknown, false},
		{"within a secret", "environment", inMap(secret).WithSecret(true), inMap(unknown).WithSecret(true), true},
		{"in a list", "triggers", inList(secret), inList(unknown), true},
		{"a whole list", "triggers", inList(secret), unknown, false},
	} {
		create := map[string]property.Value{"create": property.New("true")}
		olds, news := property.NewMap(create), property.NewMap(create).Set(one.key, one.then)
		if !one.before.IsNull() {
			olds = olds.Set(one.key, one.before)
		}
		response, err := plugin.server.Diff(p.DiffRequest{Urn: plugin.urn, State: olds, OldInputs: olds, Inputs: news})
		wantNoError(t, err)
		if response.HasChanges != one.changes {
			t.Errorf("%s: got %+v", one.what, response)
		}
	}
}

func TestTheSchemaMarksWhatTheSDKExpects(t *testing.T) {
	response, err := newPlugin(t, "remote:Command").server.GetSchema(p.GetSchemaRequest{})
	wantNoError(t, err)
	for _, part := range []string{`"command:remote:ProxyConnection"`, `"command:local:Logging"`, `"replaceOnChanges":true`} {
		if !strings.Contains(response.Schema, part) {
			t.Errorf("the schema lacks %s", part)
		}
	}
	if len(command.Build.Holds) != strings.Count(response.Schema, `"inputProperties"`) {
		t.Error("Build.Holds and the schema name different classes")
	}
}
