package nodejs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

// About answers `pulumi about` with the node that programs would run on.
func (h *Host) About(ctx context.Context, _ *pulumirpc.AboutRequest) (*pulumirpc.AboutResponse, error) {
	node, err := exec.LookPath("node")
	if err != nil {
		return nil, errors.New("node: not found on PATH; install Node.js 20.18 or newer")
	}
	version, err := exec.CommandContext(ctx, node, "--version").Output()
	if err != nil {
		return nil, fmt.Errorf("%s --version: %w", node, err)
	}
	return &pulumirpc.AboutResponse{Executable: node, Version: strings.TrimSpace(string(version))}, nil
}

// GetProgramDependencies lists the direct dependencies of the program with their installed versions.
func (h *Host) GetProgramDependencies(
	_ context.Context, request *pulumirpc.GetProgramDependenciesRequest,
) (*pulumirpc.GetProgramDependenciesResponse, error) {
	if request.GetTransitiveDependencies() {
		return nil, errors.New("nodejs compatible build: listing transitive dependencies is not supported; use `npm ls --all`")
	}
	directory := request.GetInfo().GetProgramDirectory()
	declared := struct{ Dependencies, DevDependencies map[string]string }{}
	if err := readJSON(filepath.Join(directory, "package.json"), &declared); err != nil {
		return nil, err
	}
	response := &pulumirpc.GetProgramDependenciesResponse{}
	for _, group := range []map[string]string{declared.Dependencies, declared.DevDependencies} {
		for name, wanted := range group {
			installed := struct{ Version string }{Version: wanted}
			// A package that is declared but not installed is listed with the version it should have.
			_ = readJSON(filepath.Join(directory, "node_modules", filepath.FromSlash(name), "package.json"), &installed)
			response.Dependencies = append(response.Dependencies,
				&pulumirpc.DependencyInfo{Name: name, Version: installed.Version})
		}
	}
	sort.Slice(response.Dependencies, func(i, j int) bool {
		return response.Dependencies[i].GetName() < response.Dependencies[j].GetName()
	})
	return response, nil
}

// InstallDependencies serves `pulumi install`: exactly the lock file where there is one. Install
// scripts of packages stay off, because all they do in Pulumi's SDKs is download plugins.
func (h *Host) InstallDependencies(
	request *pulumirpc.InstallDependenciesRequest,
	stream grpc.ServerStreamingServer[pulumirpc.InstallDependenciesResponse],
) error {
	directory := request.GetInfo().GetProgramDirectory()
	verb := "install"
	if _, err := os.Stat(filepath.Join(directory, "package-lock.json")); err == nil {
		verb = "ci"
	}
	command := exec.CommandContext(stream.Context(), "npm", verb, "--ignore-scripts", "--no-audit", "--no-fund")
	command.Dir = directory
	// One writer for both keeps their lines in order and the stream free of concurrent sends.
	output := streamWriter{stream}
	command.Stdout, command.Stderr = output, output
	if err := command.Run(); err != nil {
		return fmt.Errorf("npm %s in %s: %w", verb, directory, err)
	}
	return nil
}

type streamWriter struct {
	stream grpc.ServerStreamingServer[pulumirpc.InstallDependenciesResponse]
}

var _ io.Writer = streamWriter{}

func (w streamWriter) Write(text []byte) (int, error) {
	if err := w.stream.Send(&pulumirpc.InstallDependenciesResponse{Stdout: text}); err != nil {
		return 0, err
	}
	return len(text), nil
}

func readJSON(path string, into any) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}
