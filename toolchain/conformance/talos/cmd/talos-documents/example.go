package main

import (
	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/config/generate"
	"github.com/siderolabs/talos/pkg/machinery/config/machine"
)

// A control plane's and a worker's configuration as Talos itself makes them, with fresh secrets.
func examples() ([]string, error) {
	input, err := generate.NewInput("example", "https://192.0.2.10:6443", "1.35.7",
		generate.WithVersionContract(config.TalosVersion1_13))
	if err != nil {
		return nil, err
	}
	var texts []string
	for _, kind := range []machine.Type{machine.TypeControlPlane, machine.TypeWorker} {
		provider, err := input.Config(kind)
		if err != nil {
			return nil, err
		}
		text, err := provider.EncodeBytes()
		if err != nil {
			return nil, err
		}
		texts = append(texts, string(text))
	}
	return texts, nil
}
