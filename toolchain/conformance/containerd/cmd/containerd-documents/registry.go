package main

import (
	"github.com/containerd/containerd/v2/core/remotes/docker"
	"github.com/containerd/containerd/v2/core/remotes/docker/config"
)

// What a pull would ask, in this order: a mirror, which has to be able to pull and to resolve, and the registry itself.
func registryHosts(folder string) []string {
	at := func(string) (string, error) { return folder, nil }
	ctx, words := listening()
	hosts, err := config.ConfigureHosts(ctx, config.HostOptions{HostDir: at})("registry.example")
	if err != nil {
		return with(words, err.Error())
	}
	able := docker.HostCapabilityPull | docker.HostCapabilityResolve
	if len(hosts) != 2 || !hosts[0].Capabilities.Has(able) {
		return with(words, "there is no mirror that can pull and resolve before the registry itself")
	}
	return with(words)
}
