package local

import (
	"github.com/pulumi/pulumi-go-provider/infer"

	"homelab/toolchain/internal/command/shell"
)

// Logging is shell.Logging under the token of this module: the SDK has one enum for each.
type Logging shell.Logging

// Values lists the enum in the schema.
func (Logging) Values() []infer.EnumValue[Logging] {
	return []infer.EnumValue[Logging]{
		{Name: "stdout", Value: Logging(shell.LogStdout), Description: "Log standard output only"},
		{Name: "stderr", Value: Logging(shell.LogStderr), Description: "Log standard error only"},
		{Name: "stdoutAndStderr", Value: Logging(shell.LogStdoutAndStderr), Description: "Log both"},
		{Name: "none", Value: Logging(shell.LogNone), Description: "Log nothing"},
	}
}

func (l *Logging) choice() shell.Logging {
	if l == nil {
		return ""
	}
	return shell.Logging(*l)
}
