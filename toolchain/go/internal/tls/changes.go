package tls

import (
	"reflect"

	p "github.com/pulumi/pulumi-go-provider"
)

// changes collects what differs between the inputs and the state. A default that is filled in counts
// as equal to its absence, which a comparison of inputs alone would miss.
type changes map[string]p.PropertyDiff

func (c *changes) replace(property string, wanted, state any) {
	c.note(property, p.UpdateReplace, wanted, state)
}

func (c *changes) update(property string, wanted, state any) {
	c.note(property, p.Update, wanted, state)
}

func (c *changes) note(property string, kind p.DiffKind, wanted, state any) {
	if reflect.DeepEqual(wanted, state) {
		return
	}
	if *c == nil {
		*c = changes{}
	}
	(*c)[property] = p.PropertyDiff{Kind: kind}
}

func (c *changes) response() p.DiffResponse {
	return p.DiffResponse{HasChanges: len(*c) > 0, DetailedDiff: *c}
}

func failure(property string, err error) []p.CheckFailure {
	if err == nil {
		return nil
	}
	return []p.CheckFailure{{Property: property, Reason: err.Error()}}
}

// orElse is the value of an optional input or its default.
func orElse[T any](value *T, standard T) T {
	if value == nil {
		return standard
	}
	return *value
}

// list treats an absent and an empty list alike.
func list(values *[]string) []string {
	if values == nil || len(*values) == 0 {
		return nil
	}
	return *values
}
