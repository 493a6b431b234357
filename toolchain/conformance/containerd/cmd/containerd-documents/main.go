// Containerd-documents judges the files of /etc/containerd as containerd does when it starts, and finds the keys it would
// only pass over: config.toml of version 2 by release 1, of version 3 by release 2, and hosts.toml of a registry.
//
// Reads a JSON list of texts, writes a JSON list with the complaints about each.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

func main() {
	var texts []string
	err := json.NewDecoder(os.Stdin).Decode(&texts)
	complaints := make([][]string, len(texts))
	for i, text := range texts {
		complaints[i] = judge(text)
	}
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(complaints)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

var version = regexp.MustCompile(`(?m)^version = (\d+)$`)

func judge(text string) []string {
	folder, err := os.MkdirTemp("", "containerd-")
	if err != nil {
		return []string{err.Error()}
	}
	defer os.RemoveAll(folder)
	said := version.FindStringSubmatch(text)
	name := "config.toml"
	if said == nil {
		name = "hosts.toml"
	}
	path := filepath.Join(folder, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		return []string{err.Error()}
	}
	switch {
	case said == nil:
		return registryHosts(folder)
	case said[1] == "2":
		return releaseOne(path)
	default:
		return releaseTwo(path)
	}
}
