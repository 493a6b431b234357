// Custom-resources judges objects as an API server does that has the definitions in custom-resources.yaml beside this
// program: schema, defaults and unknown fields, with the code of the release this module pins. None of them has rules in CEL.
//
// With the argument `cilium-values` it judges values of Cilium's chart by their schema, and takes no key that is not in it:
// Helm passes over those without a word.
//
// Reads a JSON list of YAML streams, writes a JSON list with the complaints about each.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := answer(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func answer() error {
	judge, err := judgeOf(os.Args[1:])
	if err != nil {
		return err
	}
	var texts []string
	if err := json.NewDecoder(os.Stdin).Decode(&texts); err != nil {
		return err
	}
	complaints := make([][]string, len(texts))
	for i, text := range texts {
		complaints[i] = judge([]byte(text))
	}
	return json.NewEncoder(os.Stdout).Encode(complaints)
}

func judgeOf(args []string) (func(text []byte) []string, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	folder := filepath.Dir(program)
	if len(args) == 1 && args[0] == "cilium-values" {
		schema, err := readValuesSchema(filepath.Join(folder, "cilium-values.json"))
		return schema.judge, err
	}
	known, err := readDefinitions(filepath.Join(folder, "custom-resources.yaml"))
	return known.judgeStream, err
}
