package nodejs

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/structpb"
)

// project is a program whose SDK runner is the given JavaScript.
func project(t *testing.T, runner string) *pulumirpc.RunRequest {
	t.Helper()
	root := t.TempDir()
	folder := filepath.Join(root, "node_modules", "@pulumi", "pulumi", "cmd", "run")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "index.js"), []byte(runner), 0o600); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(root, "program")
	if err := os.Mkdir(program, 0o700); err != nil {
		t.Fatal(err)
	}
	return &pulumirpc.RunRequest{
		Project: "homelab", Stack: "asgard", Parallel: 8, DryRun: true, MonitorAddress: "127.0.0.1:1",
		Config:           map[string]string{"homelab:config:name": "asgard", "homelab:token": "secret"},
		ConfigSecretKeys: []string{"homelab:token"},
		Info:             &pulumirpc.ProgramInfo{RootDirectory: root, ProgramDirectory: program, EntryPoint: "."},
	}
}

func TestAProgramGetsItsArgumentsAndConfiguration(t *testing.T) {
	request := project(t, `
		const fs = require("node:fs");
		fs.writeFileSync("seen.json", JSON.stringify([process.argv.slice(2).join(" "), process.env.PULUMI_CONFIG,
			process.env.PULUMI_CONFIG_SECRET_KEYS, process.env.PULUMI_NODEJS_TYPESCRIPT, process.execArgv]));`)
	options, err := structpb.NewStruct(map[string]any{"nodeargs": "--max-old-space-size=512 --no-warnings", "typescript": false})
	if err != nil {
		t.Fatal(err)
	}
	request.Info.Options = options
	response, err := NewHost("127.0.0.1:2").Run(context.Background(), request)
	if err != nil || response.GetError() != "" || response.GetBail() {
		t.Fatalf("%v, %v", response, err)
	}
	seen, err := os.ReadFile(filepath.Join(request.Info.ProgramDirectory, "seen.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{
		"--monitor 127.0.0.1:1 --engine 127.0.0.1:2 --project homelab", "--stack asgard --dry-run --parallel 8 .",
		`{\"homelab:name\":\"asgard\",\"homelab:token\":\"secret\"}`, `[\"homelab:token\"]`, `"false"`,
		`["--max-old-space-size=512","--no-warnings"]`,
	} {
		if !strings.Contains(string(seen), part) {
			t.Errorf("%s lacks %s", seen, part)
		}
	}
	if arguments, _, _ := strings.Cut(string(seen), `","`); strings.Contains(arguments, "secret") {
		t.Error("a secret is among the arguments, which every user of the machine can read")
	}
}

func TestTheEndOfAProgramIsTold(t *testing.T) {
	for status, want := range map[string]string{
		"0": "", "32": "bail", "7": "Program exited with non-zero exit code: 7",
	} {
		response, err := NewHost("").Run(context.Background(), project(t, "process.exit("+status+")"))
		if err != nil {
			t.Fatal(err)
		}
		got := response.GetError()
		if response.GetBail() {
			got = "bail"
		}
		if got != want {
			t.Errorf("exit %s: got %q, want %q", status, got, want)
		}
	}
}

func TestCancelEndsARunningProgram(t *testing.T) {
	host := NewHost("")
	ended := make(chan error, 1)
	go func() {
		_, err := host.Run(context.Background(), project(t, "setInterval(() => {}, 1000)"))
		ended <- err
	}()
	time.Sleep(500 * time.Millisecond)
	if _, err := host.Cancel(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-ended:
		if err == nil || !strings.Contains(err.Error(), "ended unexpectedly") {
			t.Errorf("got %v", err)
		}
	case <-time.After(3 * time.Second):
		t.Fatal("the program is still running")
	}
}

func TestWhatIsNotUnderstoodIsRefused(t *testing.T) {
	for name, value := range map[string]any{
		"runtime.options.nodearg: unknown option":     map[string]any{"nodearg": "x"},
		"runtime.options.typescript: expected":        map[string]any{"typescript": "yes"},
		"runtime.options.packagemanager: got \"bun\"": map[string]any{"packagemanager": "bun"},
	} {
		given, err := structpb.NewStruct(value.(map[string]any))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := readOptions(given); err == nil || !strings.HasPrefix(err.Error(), name) {
			t.Errorf("want %q, got %v", name, err)
		}
	}
	request := &pulumirpc.RunRequest{Info: &pulumirpc.ProgramInfo{ProgramDirectory: t.TempDir()}}
	if _, err := NewHost("").Run(context.Background(), request); err == nil || !strings.Contains(err.Error(), "run `npm ci` first") {
		t.Errorf("without dependencies: %v", err)
	}
}
