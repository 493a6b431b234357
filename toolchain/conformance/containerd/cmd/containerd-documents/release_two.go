package main

import (
	"github.com/containerd/containerd/v2/cmd/containerd/server/config"
	"github.com/containerd/plugin"
	"github.com/containerd/plugin/registry"

	// The plugins that are told something.
	_ "github.com/containerd/containerd/v2/plugins/cri/images"
	_ "github.com/containerd/containerd/v2/plugins/cri/runtime"
)

// As release 2 loads its file and decodes what it says to each plugin.
func releaseTwo(path string) []string {
	ctx, words := listening()
	loaded := &config.Config{Version: 3}
	complaints := []string{}
	if err := config.LoadConfig(ctx, path, loaded); err != nil {
		complaints = append(complaints, err.Error())
	}
	known := map[string]bool{}
	for _, one := range registry.Graph(func(*plugin.Registration) bool { return false }) {
		known[one.URI()] = true
		if one.Config == nil {
			continue
		}
		if _, err := loaded.Decode(ctx, one.URI(), one.Config); err != nil {
			complaints = append(complaints, err.Error())
		}
	}
	for name, told := range loaded.Plugins {
		if !known[name] {
			complaints = append(complaints, name+unknownPlugin)
		}
		complaints = append(complaints, runtimeOptions(told)...)
	}
	return with(words, complaints...)
}
