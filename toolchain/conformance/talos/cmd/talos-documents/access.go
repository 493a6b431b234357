package main

import (
	"bytes"
	"fmt"
	"regexp"

	"github.com/siderolabs/talos/pkg/machinery/client/config"
	"go.yaml.in/yaml/v4"
)

var talosconfig = regexp.MustCompile(`(?m)^contexts:$`)

// Who talosctl is and whom it asks; keys that it would pass over are mistakes here.
func access(text []byte) []string {
	var read config.Config
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&read); err != nil {
		return []string{err.Error()}
	}
	context, known := read.Contexts[read.Context]
	if !known {
		return []string{fmt.Sprintf("context %q is not defined", read.Context)}
	}
	// Endpoints may be missing: whoever calls may say each time whom it asks.
	if context.CA == "" || context.Crt == "" || context.Key == "" {
		return []string{fmt.Sprintf("context %q lacks ca, crt or key", read.Context)}
	}
	return []string{}
}
