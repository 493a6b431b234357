// Package toolchain pins, through its imports, the programs that are built straight from the modules
// of others: `go mod tidy` would otherwise drop their dependencies from go.mod.
package toolchain

// The pulumi command line, built as `go build github.com/pulumi/pulumi/pkg/v3/cmd/pulumi`.
import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi/cmd"
