// Package kubernetes stands in for the Go SDK of the plugin, of which the plugin itself uses a few types for its own
// components (yaml/v2, helm/v4). This repository uses typed resources and Releases, and those components refuse.
package kubernetes

import "reflect"

// UntypedArgs is an object as a manifest has it.
type UntypedArgs map[string]any

// ElementType makes it an input.
func (UntypedArgs) ElementType() reflect.Type {
	return reflect.TypeFor[map[string]any]()
}
