// Kubernetes-schema FOLDER writes schema.json and terraform-mapping.json there, as the plugin's module has them, the schema
// with the plugin's version in it. The build runs it once.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"

	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/version"

	"homelab/kubernetes/internal/files"
)

const module = "github.com/pulumi/pulumi-kubernetes/provider/v4"

func main() {
	if err := write(os.Args[len(os.Args)-1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write(folder string) error {
	sources, err := sourcesOf(module)
	if err != nil {
		return err
	}
	place := filepath.Join(sources, "cmd", "pulumi-resource-kubernetes")
	mapping, err := os.ReadFile(filepath.Join(place, files.TerraformMapping))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, files.TerraformMapping), mapping, 0o644); err != nil {
		return err
	}
	schema, err := versioned(filepath.Join(place, files.Schema))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, files.Schema), schema, 0o644)
}

// versioned is the schema with the plugin's version in it.
func versioned(path string) ([]byte, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var schema map[string]json.RawMessage
	if err := json.Unmarshal(content, &schema); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if schema["version"], err = json.Marshal(version.Version); err != nil {
		return nil, err
	}
	return json.Marshal(schema)
}

// sourcesOf is where Go keeps the sources of a module that this program is built from, in that very version.
func sourcesOf(path string) (string, error) {
	wanted, err := builtFrom(path)
	if err != nil {
		return "", err
	}
	answer, err := exec.Command(os.Getenv("HOMELAB_GO"), "mod", "download", "-json", path+"@"+wanted.Version).Output()
	if err != nil {
		return "", fmt.Errorf("go mod download %s: %w", path, err)
	}
	var had struct{ Dir, Sum string }
	if err := json.Unmarshal(answer, &had); err != nil {
		return "", err
	}
	if had.Sum != wanted.Sum {
		return "", fmt.Errorf("%s has the sum %s, expected %s", path, had.Sum, wanted.Sum)
	}
	return had.Dir, nil
}

func builtFrom(path string) (*debug.Module, error) {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, module := range info.Deps {
			if module.Path == path {
				return module, nil
			}
		}
	}
	return nil, fmt.Errorf("not built from %s", path)
}
