package nodejs

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

func TestInstallFollowsTheLockFileAndTheDependenciesAreListed(t *testing.T) {
	folder := t.TempDir()
	bin := filepath.Join(folder, "bin")
	npm := "#!/bin/sh\necho \"npm $*\"\n"
	for name, text := range map[string]string{
		"package.json":                  `{"dependencies":{"zod":"4.6.7"},"devDependencies":{"jest":"30.5.2"}}`,
		"package-lock.json":             "{}",
		"node_modules/zod/package.json": `{"version":"4.6.8"}`,
		"bin/npm":                       npm,
	} {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", bin+":"+os.Getenv("PATH"))
	info := &pulumirpc.ProgramInfo{ProgramDirectory: folder}
	stream := &installStream{}
	if err := NewHost("").InstallDependencies(&pulumirpc.InstallDependenciesRequest{Info: info}, stream); err != nil {
		t.Fatal(err)
	}
	if want := "npm ci --ignore-scripts --no-audit --no-fund\n"; stream.text != want {
		t.Errorf("got %q, want %q", stream.text, want)
	}
	listed, err := NewHost("").GetProgramDependencies(context.Background(), &pulumirpc.GetProgramDependenciesRequest{Info: info})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, dependency := range listed.GetDependencies() {
		names = append(names, dependency.GetName()+"@"+dependency.GetVersion())
	}
	if got := strings.Join(names, " "); got != "jest@30.5.2 zod@4.6.8" {
		t.Errorf("got %s", got)
	}
}

// installStream keeps what the host would send to the engine.
type installStream struct {
	grpc.ServerStreamingServer[pulumirpc.InstallDependenciesResponse]
	text string
}

func (s *installStream) Context() context.Context { return context.Background() }

func (s *installStream) Send(response *pulumirpc.InstallDependenciesResponse) error {
	s.text += string(response.GetStdout())
	return nil
}
