package command_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestLocalCommandPassesStdinEnvironmentAndFolder(t *testing.T) {
	folder := t.TempDir()
	state, err := newPlugin(t, "local:Command").create(map[string]any{
		"create":      `cat; echo " $GREETING $(basename "$PWD")"; echo noted >&2`,
		"stdin":       "given",
		"environment": map[string]any{"GREETING": "hi"},
		"dir":         folder,
	}, 0)
	wantNoError(t, err)
	if got, want := text(t, state, "stdout"), "given hi "+filepath.Base(folder); got != want {
		t.Errorf("stdout: %q, want %q", got, want)
	}
	if got := text(t, state, "stderr"); got != "noted" {
		t.Errorf("stderr: %q", got)
	}
}

func TestLocalCommandUsesTheInterpreterItIsGiven(t *testing.T) {
	state, err := newPlugin(t, "local:Command").create(map[string]any{
		"create": "$0 is not expanded", "interpreter": []any{"printf", "<%s>"},
	}, 0)
	wantNoError(t, err)
	if got := text(t, state, "stdout"); got != "<$0 is not expanded>" {
		t.Errorf("stdout: %q", got)
	}
}

func TestLocalCommandThatFailsShowsStatusCommandAndOutput(t *testing.T) {
	_, err := newPlugin(t, "local:Command").create(map[string]any{"create": "echo one; echo two >&2; exit 4"}, 0)
	wantError(t, err, "exit status 4", `running "echo one`, "one\n", "two\n")
}

func TestLocalCommandLivesThroughUpdateAndDelete(t *testing.T) {
	log := filepath.Join(t.TempDir(), "log")
	plugin := newPlugin(t, "local:Command")
	inputs := map[string]any{
		"create": "echo made", "update": "echo changed", "delete": `echo "gone after $PULUMI_COMMAND_STDOUT" > "$LOG"`,
		"environment": map[string]any{"LOG": log},
	}
	state, err := plugin.create(inputs, 0)
	wantNoError(t, err)
	state, err = plugin.update(state, with(inputs, map[string]any{"stdin": "x"}))
	wantNoError(t, err)
	if got := text(t, state, "stdout"); got != "changed" {
		t.Errorf("stdout: %q", got)
	}
	wantNoError(t, plugin.delete(state))
	written, err := os.ReadFile(log)
	wantNoError(t, err)
	if string(written) != "gone after changed\n" {
		t.Errorf("log: %q", written)
	}
}

func TestLocalCommandFindsTheFilesItMade(t *testing.T) {
	folder := t.TempDir()
	inputs := map[string]any{
		"create":       "mkdir -p out/deep; touch out/a.txt out/deep/b.txt out/secret.txt other.txt",
		"dir":          folder,
		"assetPaths":   []any{"out/**", "!**secret*"},
		"archivePaths": []any{"*.txt"},
	}
	state, err := newPlugin(t, "local:Command").create(inputs, 0)
	wantNoError(t, err)
	var names []string
	for name := range state.Get("assets").AsMap().All {
		names = append(names, name)
	}
	slices.Sort(names)
	if got := strings.Join(names, " "); got != "out/a.txt out/deep/b.txt" {
		t.Errorf("assets: %s", got)
	}
	// Without a wire in between the archive is still in its encoded form.
	members := state.Get("archive").AsMap().Get("assets").AsMap()
	if _, found := members.GetOk("other.txt"); !found || members.Len() != 1 {
		t.Errorf("archive: %v", members)
	}
}

func TestCustomTimeoutsKillTheShellAloneAndWaitForWhatItStarted(t *testing.T) {
	began := time.Now()
	_, err := newPlugin(t, "local:Command").create(map[string]any{"create": "echo begun; sleep 3; echo never"}, 1)
	wantError(t, err, "signal: killed", "begun")
	if took := time.Since(began); took < 3*time.Second {
		t.Errorf("it took %s: the child was not waited for", took)
	}
}

func TestCustomTimeoutsEndAProgramThatNeedsNoShellAtOnce(t *testing.T) {
	began := time.Now()
	_, err := newPlugin(t, "local:Command").create(map[string]any{"interpreter": []any{"sleep"}, "create": "30"}, 1)
	wantError(t, err, "signal: killed")
	if took := time.Since(began); took > 4*time.Second {
		t.Errorf("it took %s", took)
	}
}
