// Kube-objects judges Kubernetes objects as an API server does when they are created: strict decoding, defaults and
// validation of the release this module pins. An audit policy is loaded as the API server loads it, a kubeconfig as kubectl.
//
// Reads a JSON list of YAML streams, writes a JSON list with the complaints about each.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/apiserver/pkg/audit/policy"
	sigsyaml "sigs.k8s.io/yaml"
)

func main() {
	var texts []string
	if err := json.NewDecoder(os.Stdin).Decode(&texts); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	complaints := make([][]string, len(texts))
	for i, text := range texts {
		complaints[i] = judgeStream([]byte(text))
	}
	if err := json.NewEncoder(os.Stdout).Encode(complaints); err != nil {
		os.Exit(1)
	}
}

func judgeStream(stream []byte) []string {
	complaints := []string{}
	reader := yaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(stream)))
	for {
		document, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return complaints
		}
		if err != nil {
			return append(complaints, err.Error())
		}
		if err := judge(document); err != nil {
			complaints = append(complaints, err.Error())
		}
	}
}

func judge(document []byte) error {
	var head struct{ APIVersion, Kind string }
	if err := sigsyaml.Unmarshal(document, &head); err != nil {
		return err
	}
	if head.APIVersion == "" && head.Kind == "" && len(bytes.TrimSpace(document)) == 0 {
		return nil
	}
	if head.Kind == "Policy" && schema.FromAPIVersionAndKind(head.APIVersion, "").Group == "audit.k8s.io" {
		_, err := policy.LoadPolicyFromBytes(document)
		return err
	}
	if head.Kind == "Config" && head.APIVersion == "v1" {
		return access(document)
	}
	return create(document)
}
