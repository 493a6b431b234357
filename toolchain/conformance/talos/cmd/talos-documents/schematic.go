package main

import (
	"bytes"
	"fmt"

	"github.com/siderolabs/image-factory/pkg/schematic"
)

// A schematic, as the image factory reads it. Its id is the sum of the factory's own spelling, so that has to be ours.
func readSchematic(text []byte) []string {
	read, err := schematic.Unmarshal(text)
	if err != nil {
		return []string{err.Error()}
	}
	spelled, err := read.Marshal()
	if err != nil {
		return []string{err.Error()}
	}
	if !bytes.Equal(spelled, text) {
		return []string{fmt.Sprintf("the factory spells it %q", spelled)}
	}
	return []string{}
}
