// Definitions FOLDER writes custom-resources.yaml there, the definitions of custom resources, cilium-values.json, the schema
// of its chart's values, gateway-api.yaml, which Cilium's installation waits for on Talos, and the charts themselves, as the
// programs that own them publish them inside their Go modules. Nothing of those modules is built.
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
	"sort"
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
	"github.com/k3s-io/helm-controller": {
		"pkg/crds/yaml/generated/helm.cattle.io_helmchartconfigs.yaml",
		"pkg/crds/yaml/generated/helm.cattle.io_helmcharts.yaml",
	},
	"github.com/tigera/operator": {"pkg/crds/operator/operator.tigera.io_installations.yaml"},
}

const (
	cilium       = "github.com/cilium/cilium"
	ciliumChart  = "install/kubernetes/cilium"
	valuesSchema = ciliumChart + "/values.schema.json"
	// What RKE2 v1.34.1 changes and brings is 1.18.1 (rke2-cilium 1.18.103); this is the next one that can be had.
	older, olderSum = cilium + "@v1.18.3", "h1:E0SnxNDeWJ3AtO6IX0oIsJdODT71M/QCcj9LjuLdGK0="
	gatewayAPI      = "sigs.k8s.io/gateway-api"
)

func main() {
	if err := write(os.Args[len(os.Args)-1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write(folder string) error {
	place, err := os.MkdirTemp("", "homelab-definitions-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(place)
	if err := errors.Join(
		os.WriteFile(filepath.Join(place, "go.mod"), pins, 0o600),
		os.WriteFile(filepath.Join(place, "go.sum"), sums, 0o600),
	); err != nil {
		return err
	}
	pinned, err := download(place)
	if err != nil {
		return err
	}
	// A module file names one version of each.
	previous, err := download(place, older)
	if err != nil {
		return err
	}
	if sum := previous[cilium].Sum; sum != olderSum {
		return fmt.Errorf("%s has the sum %s, expected %s", older, sum, olderSum)
	}
	for _, module := range []module{pinned[cilium], previous[cilium]} {
		if err := writeChart(folder, module); err != nil {
			return err
		}
	}
	schema, err := os.ReadFile(filepath.Join(pinned[cilium].Dir, valuesSchema))
	return errors.Join(
		err,
		os.WriteFile(filepath.Join(folder, "cilium-values.json"), schema, 0o644),
		writeStream(filepath.Join(folder, "custom-resources.yaml"), definitionsOf(pinned)),
		writeStream(filepath.Join(folder, "gateway-api.yaml"), gatewayFiles(pinned)),
	)
}

func definitionsOf(modules map[string]module) []string {
	paths := []string{}
	for path, names := range files {
		for _, name := range names {
			paths = append(paths, filepath.Join(modules[path].Dir, name))
		}
	}
	sort.Strings(paths)
	return paths
}

// What standard-install.yaml of a release of the Gateway API is made of.
func gatewayFiles(modules map[string]module) []string {
	paths, _ := filepath.Glob(filepath.Join(modules[gatewayAPI].Dir, "config/crd/standard/gateway.*.yaml"))
	return paths
}

func writeStream(to string, paths []string) error {
	var stream bytes.Buffer
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		fmt.Fprintf(&stream, "---\n%s\n", text)
	}
	return os.WriteFile(to, stream.Bytes(), 0o644)
}

type module struct{ Path, Version, Dir, Sum string }

// The pinned modules, or those that are named, unpacked and compared with their sums.
func download(place string, named ...string) (map[string]module, error) {
	command := exec.Command(os.Getenv("HOMELAB_GO"), append([]string{"mod", "download", "-json"}, named...)...)
	command.Dir = place
	command.Stderr = os.Stderr
	output, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("go mod download: %w\n%s", err, output)
	}
	return modulesIn(output)
}

func modulesIn(listing []byte) (map[string]module, error) {
	modules := map[string]module{}
	decoder := json.NewDecoder(bytes.NewReader(listing))
	for {
		var one module
		err := decoder.Decode(&one)
		if errors.Is(err, io.EOF) {
			return modules, nil
		}
		if err != nil {
			return nil, err
		}
		modules[one.Path] = one
	}
}
