// Custom-resources judges objects as an API server does that has the definitions in custom-resources.yaml beside this
// program: schema, defaults and unknown fields, with the code of the release this module pins. None of them has rules in CEL.
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
	program, err := os.Executable()
	if err != nil {
		return err
	}
	definitions, err := readDefinitions(filepath.Join(filepath.Dir(program), "custom-resources.yaml"))
	if err != nil {
		return err
	}
	var texts []string
	if err := json.NewDecoder(os.Stdin).Decode(&texts); err != nil {
		return err
	}
	complaints := make([][]string, len(texts))
	for i, text := range texts {
		complaints[i] = definitions.judgeStream([]byte(text))
	}
	return json.NewEncoder(os.Stdout).Encode(complaints)
}
