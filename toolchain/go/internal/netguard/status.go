// Package netguard runs a command where only loopback exists, and counts what it tried beyond it.
package netguard

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"syscall"
)

// Exit statuses besides those of the command.
const (
	statusNoNetwork = 125
	statusNotRun    = 126
	statusNotFound  = 127
)

// statusOf is what a shell would show for the end of a process.
func statusOf(err error) int {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		if wait, ok := exit.Sys().(syscall.WaitStatus); ok && wait.Signaled() {
			return 128 + int(wait.Signal())
		}
		return exit.ExitCode()
	case errors.Is(err, exec.ErrNotFound), errors.Is(err, fs.ErrNotExist):
		return statusNotFound
	}
	return statusNotRun
}

func complain(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "netguard: "+format+"\n", args...)
}
