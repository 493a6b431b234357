// Definitions FOLDER writes custom-resources.yaml there, the definitions of custom resources, and cilium-values.json, the
// schema of its chart's values, as the programs that own them publish them inside their Go modules. Nothing of those modules
// is built.
package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

//go:embed pins.mod
var pins []byte

//go:embed pins.sum
var sums []byte

// Where each module has the definitions of what we render.
var files = map[string][]string{
	cilium: {
		"pkg/k8s/apis/cilium.io/client/crds/v2/ciliumloadbalancerippools.yaml",
		"pkg/k8s/apis/cilium.io/client/crds/v2alpha1/ciliuml2announcementpolicies.yaml",
	},
	"github.com/k3s-io/helm-controller": {"pkg/crds/yaml/generated/helm.cattle.io_helmchartconfigs.yaml"},
	"github.com/tigera/operator":        {"pkg/crds/operator/operator.tigera.io_installations.yaml"},
}

const cilium, valuesSchema = "github.com/cilium/cilium", "install/kubernetes/cilium/values.schema.json"

func main() {
	if err := write(os.Args[len(os.Args)-1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write(folder string) error {
	var stream bytes.Buffer
	modules, err := download()
	if err != nil {
		return err
	}
	for path, dir := range modules {
		for _, name := range files[path] {
			text, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				return err
			}
			fmt.Fprintf(&stream, "---\n%s\n", text)
		}
	}
	schema, err := os.ReadFile(filepath.Join(modules[cilium], valuesSchema))
	return errors.Join(
		err,
		os.WriteFile(filepath.Join(folder, "custom-resources.yaml"), stream.Bytes(), 0o644),
		os.WriteFile(filepath.Join(folder, "cilium-values.json"), schema, 0o644),
	)
}

// The folder of each pinned module, unpacked and compared with its sum.
func download() (map[string]string, error) {
	place, err := os.MkdirTemp("", "homelab-definitions-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(place)
	if err := errors.Join(
		os.WriteFile(filepath.Join(place, "go.mod"), pins, 0o600),
		os.WriteFile(filepath.Join(place, "go.sum"), sums, 0o600),
	); err != nil {
		return nil, err
	}
	command := exec.Command(os.Getenv("HOMELAB_GO"), "mod", "download", "-json")
	command.Dir = place
	command.Stderr = os.Stderr
	output, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("go mod download: %w\n%s", err, output)
	}
	return foldersIn(output)
}

func foldersIn(listing []byte) (map[string]string, error) {
	folders := map[string]string{}
	decoder := json.NewDecoder(bytes.NewReader(listing))
	for {
		var module struct{ Path, Dir string }
		err := decoder.Decode(&module)
		if errors.Is(err, io.EOF) {
			return folders, nil
		}
		if err != nil {
			return nil, err
		}
		folders[module.Path] = module.Dir
	}
}
