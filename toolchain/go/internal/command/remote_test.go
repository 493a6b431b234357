package command_test

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"homelab/toolchain/internal/command/sshtest"
)

// echo answers with what it was given.
func echo(command sshtest.Command) int {
	input, _ := io.ReadAll(command.Channel)
	fmt.Fprintf(command.Channel, "%s|%s|%s\n", command.Line, input, command.Environment["GREETING"])
	fmt.Fprint(command.Channel.Stderr(), "noted\n")
	return 0
}

func TestRemoteCommandPassesStdinAndEnvironment(t *testing.T) {
	machine := (&sshtest.Server{Run: echo, AcceptEnv: []string{"GREETING"}}).Start(t)
	state, err := newPlugin(t, "remote:Command").create(map[string]any{
		"connection":  directTo(machine),
		"create":      "install",
		"stdin":       "secret script",
		"environment": map[string]any{"GREETING": "hi"},
	}, 0)
	if err != nil {
		t.Fatal(err)
	}
	if got := text(t, state, "stdout"); got != "install|secret script|hi" {
		t.Errorf("stdout: %q", got)
	}
	if got := text(t, state, "stderr"); got != "noted" {
		t.Errorf("stderr: %q", got)
	}
}

func TestRemoteCommandRefusesVariablesTheServerDoesNotAccept(t *testing.T) {
	machine := (&sshtest.Server{Run: echo}).Start(t)
	_, err := newPlugin(t, "remote:Command").create(map[string]any{
		"connection": directTo(machine), "create": "x", "environment": map[string]any{"GREETING": "hi"},
	}, 0)
	wantError(t, err, `could not set environment variable "GREETING"`)
}

func TestRemoteCommandThatFailsShowsStatusCommandAndOutput(t *testing.T) {
	machine := (&sshtest.Server{Run: func(command sshtest.Command) int {
		fmt.Fprintln(command.Channel, "step one")
		fmt.Fprintln(command.Channel.Stderr(), "disk is full")
		return 3
	}}).Start(t)
	_, err := newPlugin(t, "remote:Command").create(map[string]any{"connection": directTo(machine), "create": "make it so"}, 0)
	wantError(t, err, "Process exited with status 3", `running "make it so"`, "step one", "disk is full")
}

func TestRemoteCommandRunsTheRightCommandAndTellsItThePreviousOutput(t *testing.T) {
	var lines []string
	machine := (&sshtest.Server{
		AcceptEnv: []string{"PULUMI_COMMAND_STDOUT", "PULUMI_COMMAND_STDERR"},
		Run: func(command sshtest.Command) int {
			lines = append(lines, command.Line+" after "+command.Environment["PULUMI_COMMAND_STDOUT"])
			fmt.Fprintf(command.Channel, "%s done\n", command.Line)
			return 0
		},
	}).Start(t)
	plugin := newPlugin(t, "remote:Command")
	inputs := map[string]any{"connection": directTo(machine), "create": "join", "delete": "leave"}

	state, err := plugin.create(inputs, 0)
	wantNoError(t, err)
	state, err = plugin.update(state, with(inputs, map[string]any{"stdin": "new"}))
	wantNoError(t, err)
	state, err = plugin.update(state, with(inputs, map[string]any{"update": "renew"}))
	wantNoError(t, err)
	wantNoError(t, plugin.delete(state))

	want := "join after , join after join done, renew after join done, leave after renew done"
	if got := strings.Join(lines, ", "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestRemoteCommandKeepsThePreviousOutputToItselfWhenAskedTo(t *testing.T) {
	seen := "unset"
	machine := (&sshtest.Server{AcceptEnv: []string{"PULUMI_COMMAND_STDOUT"}, Run: func(command sshtest.Command) int {
		seen = command.Environment["PULUMI_COMMAND_STDOUT"]
		fmt.Fprintln(command.Channel, "token")
		return 0
	}}).Start(t)
	plugin := newPlugin(t, "remote:Command")
	state, err := plugin.create(map[string]any{
		"connection": directTo(machine), "create": "a", "delete": "b", "addPreviousOutputInEnv": false,
	}, 0)
	wantNoError(t, err)
	wantNoError(t, plugin.delete(state))
	if seen != "" {
		t.Errorf("the delete command saw %q", seen)
	}
}

func TestACommandNeedNotReadItsStdin(t *testing.T) {
	machine := (&sshtest.Server{Run: func(sshtest.Command) int {
		time.Sleep(500 * time.Millisecond)
		return 0
	}}).Start(t)
	plugin := newPlugin(t, "remote:Command")
	inputs := map[string]any{"connection": directTo(machine), "create": "x", "stdin": strings.Repeat("long script\n", 1<<13)}
	_, err := plugin.create(inputs, 10)
	wantNoError(t, err)

	// What is more than the channel's window (2 MiB) is still being written when it closes.
	_, err = plugin.create(with(inputs, map[string]any{"stdin": strings.Repeat("long script\n", 1<<18)}), 10)
	wantError(t, err, "EOF: running")
}

func TestRemoteCommandWithoutCommandsDialsNobody(t *testing.T) {
	plugin := newPlugin(t, "remote:Command")
	state, err := plugin.create(map[string]any{"connection": map[string]any{"host": "127.0.0.1", "port": 1}}, 0)
	wantNoError(t, err)
	wantNoError(t, plugin.delete(state))
}

func wantNoError(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantError(t *testing.T, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatal("expected an error, got none")
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("the error lacks %q:\n%v", part, err)
		}
	}
}
