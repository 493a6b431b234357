// Command pulumi-config reads stack files as the Pulumi engine does and says what a program would get of them: a JSON list of
// texts in, a JSON list of answers out, each {"error"} or {"config"}, the values by their key.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/pulumi/pulumi/sdk/v3/go/common/encoding"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"
)

type answer struct {
	Error  string            `json:"error,omitempty"`
	Config map[string]string `json:"config,omitempty"`
}

func main() {
	var texts []string
	if err := json.NewDecoder(os.Stdin).Decode(&texts); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	answers := []answer{}
	for _, text := range texts {
		answers = append(answers, read(text))
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func read(text string) (result answer) {
	// The engine ends with a stack trace where its reader panics: no value reaches a program then either.
	defer func() {
		if r := recover(); r != nil {
			result = answer{Error: fmt.Sprint("panic: ", r)}
		}
	}()
	project := &workspace.Project{Name: tokens.PackageName("homelab")}
	stack, err := workspace.LoadProjectStackBytes(nil, project, []byte(text), "Pulumi.test.yaml", encoding.YAML)
	if err != nil {
		return answer{Error: err.Error()}
	}
	values, err := stack.Config.Decrypt(config.NopDecrypter)
	if err != nil {
		return answer{Error: err.Error()}
	}
	byKey := map[string]string{}
	for key, value := range values {
		byKey[key.String()] = value
	}
	return answer{Config: byKey}
}
