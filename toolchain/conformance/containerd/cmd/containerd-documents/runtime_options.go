package main

import (
	"strings"

	"github.com/containerd/containerd/runtime/v2/runc/options"
	"github.com/pelletier/go-toml"
)

const unknownPlugin = " is no plugin that anything is known of here"

// What is passed on to runc is decoded there, when the first container starts. Both releases nest it alike.
func runtimeOptions(plugin any) []string {
	complaints := []string{}
	runtimes, _ := under(plugin, "containerd", "runtimes").(map[string]any)
	for name := range runtimes {
		told, is := under(runtimes, name, "options").(map[string]any)
		if !is {
			continue
		}
		tree, err := toml.TreeFromMap(told)
		if err == nil {
			err = strict(tree.String(), &options.Options{})
		}
		if err != nil {
			complaints = append(complaints, err.Error())
		}
	}
	return complaints
}

func under(value any, path ...string) any {
	for _, key := range path {
		table, _ := value.(map[string]any)
		value = table[key]
	}
	return value
}

// Release 1 passes over a key it does not know.
func strict(text string, into any) error {
	return toml.NewDecoder(strings.NewReader(text)).Strict(true).Decode(into)
}
