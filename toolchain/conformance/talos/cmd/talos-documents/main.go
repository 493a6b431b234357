// Talos-documents judges machine configurations as Talos does when it is given one, warnings included.
//
// A talosconfig is read as talosctl does, a schematic as the image factory does. Reads a JSON list of texts, writes a JSON list with the complaints about each.
// With the argument `examples` it writes a JSON list of configurations instead, as Talos makes them.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"

	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/config/configloader"
	"github.com/siderolabs/talos/pkg/machinery/config/generate/secrets"
	"github.com/siderolabs/talos/pkg/machinery/config/validation"
)

// cloud is how Talos sees a machine of platform nocloud: its disk is installed already.
type cloud struct{}

func (cloud) String() string        { return "cloud" }
func (cloud) RequiresInstall() bool { return false }
func (cloud) InContainer() bool     { return false }

func main() {
	if len(os.Args) > 1 && os.Args[1] == "examples" {
		texts, err := examples()
		end(texts, err)
	}
	var texts []string
	err := json.NewDecoder(os.Stdin).Decode(&texts)
	complaints := make([][]string, len(texts))
	for i, text := range texts {
		complaints[i] = judge([]byte(text))
	}
	end(complaints, err)
}

// Writes what came out, or why nothing did, and ends the program.
func end(result any, err error) {
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(result)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

func judge(text []byte) []string {
	complaints := []string{}
	if talosconfig.Match(text) {
		return access(text)
	}
	if bytes.HasPrefix(text, []byte("customization:")) {
		return readSchematic(text)
	}
	provider, err := configloader.NewFromBytes(text)
	if err != nil {
		return append(complaints, err.Error())
	}
	warnings, err := provider.Validate(cloud{}, validation.WithStrict())
	complaints = append(complaints, warnings...)
	if err != nil {
		complaints = append(complaints, err.Error())
	}
	return append(complaints, judgeSecrets(provider)...)
}

// A control plane's configuration holds the cluster's whole bundle of secrets; a worker's only a part.
func judgeSecrets(provider config.Provider) []string {
	if provider.Machine() == nil || !provider.Machine().Type().IsControlPlane() {
		return nil
	}
	if err := secrets.NewBundleFromConfig(secrets.NewFixedClock(secrets.NewClock().Now()), provider).Validate(); err != nil {
		return []string{err.Error()}
	}
	return nil
}
