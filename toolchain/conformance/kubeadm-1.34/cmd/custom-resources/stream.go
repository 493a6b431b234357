package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"k8s.io/apimachinery/pkg/util/yaml"
)

// The documents of a YAML stream that hold something.
func documentsOf(stream []byte) ([][]byte, error) {
	documents := [][]byte{}
	reader := yaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(stream)))
	for {
		document, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return documents, nil
		}
		if err != nil {
			return nil, err
		}
		if len(bytes.TrimSpace(bytes.TrimPrefix(document, []byte("---")))) > 0 {
			documents = append(documents, document)
		}
	}
}
