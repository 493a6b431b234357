// Command yaml-readers reads YAML with Go's readers: a JSON list of texts in, and for each reader a JSON list of what it
// understood of each text, {"error"} or {"documents"}.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	yaml4 "go.yaml.in/yaml/v4"
	yaml2 "gopkg.in/yaml.v2"
	yaml3 "gopkg.in/yaml.v3"
	sigs "sigs.k8s.io/yaml"
)

type answer struct {
	Error     string `json:"error,omitempty"`
	Documents []any  `json:"documents,omitempty"`
}

type decoder interface{ Decode(any) error }

var readers = map[string]func(string) ([]any, error){
	"yaml.v2":          func(text string) ([]any, error) { return stream(yaml2.NewDecoder(strings.NewReader(text))) },
	"yaml.v3":          func(text string) ([]any, error) { return stream(yaml3.NewDecoder(strings.NewReader(text))) },
	"yaml.v4":          func(text string) ([]any, error) { return stream(yaml4.NewDecoder(strings.NewReader(text))) },
	"sigs.k8s.io/yaml": kubernetes,
}

func main() {
	var texts []string
	if err := json.NewDecoder(os.Stdin).Decode(&texts); err != nil {
		fail(err)
	}
	answers := map[string][]answer{}
	for name, read := range readers {
		for _, text := range texts {
			documents, err := read(text)
			if err != nil {
				answers[name] = append(answers[name], answer{Error: err.Error()})
				continue
			}
			answers[name] = append(answers[name], answer{Documents: plain(documents).([]any)})
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		fail(err)
	}
}

func stream(from decoder) (documents []any, err error) {
	for {
		var document any
		err := from.Decode(&document)
		if errors.Is(err, io.EOF) {
			return documents, nil
		}
		if err != nil {
			return nil, err
		}
		documents = append(documents, document)
	}
}

// kubernetes reads a stream as its clients do: they cut it at the lines of three dashes (apimachinery, util/yaml: YAMLReader).
func kubernetes(text string) (documents []any, err error) {
	for part := range strings.SplitSeq(text, "\n---\n") {
		var document any
		if err := sigs.UnmarshalStrict([]byte(part+"\n"), &document); err != nil {
			return nil, err
		}
		documents = append(documents, document)
	}
	return documents, nil
}

// plain is a value as JSON has it; what JSON has no word for is told by its kind.
func plain(value any) any {
	switch value := value.(type) {
	case map[any]any:
		return mapped(value, func(key any) any { return key })
	case map[string]any:
		return mapped(value, func(key string) any { return key })
	case []any:
		list := []any{}
		for _, item := range value {
			list = append(list, plain(item))
		}
		return list
	case nil, bool, string, int, int64, uint64:
		return value
	case float64:
		if _, err := json.Marshal(value); err == nil {
			return value
		}
	}
	return map[string]any{"is": fmt.Sprintf("%T %v", value, value)}
}

func mapped[Key comparable](from map[Key]any, key func(Key) any) map[string]any {
	to := map[string]any{}
	for name, item := range from {
		switch name := key(name).(type) {
		case string:
			to[name] = plain(item)
		default:
			to[fmt.Sprintf("%T %v", name, name)] = plain(item)
		}
	}
	return to
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
