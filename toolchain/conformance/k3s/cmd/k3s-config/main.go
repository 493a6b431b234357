// Command k3s-config lets k3s' own command line read configuration files, and nothing else of it run: `k3s-config
// server|agent` answers a JSON list of files on stdin with a JSON list of complaints, `k3s-config flags server|agent` names
// all flags.
package main

import (
	"bytes"
	"encoding/json"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/k3s-io/k3s/pkg/cli/cmds"
	"github.com/k3s-io/k3s/pkg/configfilearg"
	"github.com/sirupsen/logrus"
	"github.com/urfave/cli/v2"
)

func main() {
	log.SetFlags(0)
	switch {
	case len(os.Args) == 2:
		answer(complaintsOfAll(os.Args[1]))
	case os.Args[1] == "flags":
		answer(flagsOf(os.Args[2]))
	default:
		answer(complaints(os.Args[1], os.Args[2]))
	}
}

// complaintsOfAll has each file read by a process of its own, as values of flags are variables of the package.
func complaintsOfAll(role string) [][]string {
	var texts []string
	check(json.NewDecoder(os.Stdin).Decode(&texts))
	folder, err := os.MkdirTemp("", "homelab-k3s-")
	check(err)
	defer os.RemoveAll(folder)
	file := filepath.Join(folder, "config.yaml")
	all := [][]string{}
	for _, text := range texts {
		check(os.WriteFile(file, []byte(text), 0o600))
		said, err := exec.Command(os.Args[0], role, file).Output()
		check(err)
		var one []string
		check(json.Unmarshal(said, &one))
		all = append(all, one)
	}
	return all
}

// complaints are the keys that the reader of the file passes over with a warning, and whatever the command line refuses.
func complaints(role, file string) []string {
	warnings := &bytes.Buffer{}
	logrus.SetOutput(warnings)
	args, err := configfilearg.DefaultParser.Parse([]string{os.Args[0], role, "--config", file})
	if err == nil {
		err = commandLine().Run(args)
	}
	found := []string{}
	for _, line := range strings.Split(warnings.String(), "\n") {
		if strings.Contains(line, "Unknown flag") {
			found = append(found, line)
		}
	}
	if err != nil {
		found = append(found, err.Error())
	}
	return found
}

func flagsOf(role string) []string {
	names := []string{}
	for _, command := range commandLine().Commands {
		if command.Name != role {
			continue
		}
		for _, flag := range command.Flags {
			names = append(names, flag.Names()...)
		}
	}
	return names
}

func commandLine() *cli.App {
	nothing := func(*cli.Context) error { return nil }
	app := cmds.NewApp()
	app.Commands = []*cli.Command{cmds.NewServerCommand(nothing), cmds.NewAgentCommand(nothing)}
	app.Writer, app.ErrWriter = io.Discard, io.Discard
	return app
}

func answer(value any) { check(json.NewEncoder(os.Stdout).Encode(value)) }

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
