package main

import (
	"context"

	cri "github.com/containerd/containerd/pkg/cri/config"
	"github.com/containerd/containerd/services/server/config"
)

const criPlugin = "io.containerd.grpc.v1.cri"

// As release 1 loads its file and decodes the only plugin that is told anything.
func releaseOne(path string) []string {
	var loaded config.Config
	if err := config.LoadConfig(path, &loaded); err != nil {
		return []string{err.Error()}
	}
	complaints := []string{}
	for name := range loaded.Plugins {
		if name != criPlugin {
			complaints = append(complaints, name+unknownPlugin)
		}
	}
	tree, told := loaded.Plugins[criPlugin]
	if !told {
		return complaints
	}
	if err := strict(tree.String(), &cri.PluginConfig{}); err != nil {
		complaints = append(complaints, err.Error())
	}
	known := cri.DefaultConfig()
	if err := tree.Unmarshal(&known); err != nil {
		return append(complaints, err.Error())
	}
	if _, err := cri.ValidatePluginConfig(context.Background(), &known); err != nil {
		complaints = append(complaints, err.Error())
	}
	return append(complaints, runtimeOptions(tree.ToMap())...)
}
