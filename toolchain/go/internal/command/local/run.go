package local

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"homelab/toolchain/internal/command/shell"
)

// stopPatience is how long a command may take to end after SIGTERM.
const stopPatience = 5 * time.Second

// run replaces the outputs with those of the command; no command, no change.
func (c *CommandOutputs) run(ctx context.Context, command *string) error {
	if command == nil {
		return nil
	}
	process, err := c.process(ctx, *command)
	if err != nil {
		return err
	}
	transcript := shell.NewTranscript(ctx, c.Logging.choice())
	process.Stdout, process.Stderr = transcript.Stdout(), transcript.Stderr()
	if err := process.Run(); err != nil {
		return transcript.Failure(reason(ctx, err), *command)
	}
	if err := c.collect(process.Dir); err != nil {
		return err
	}
	c.Output = transcript.Output()
	return nil
}

// process prepares the command in a process group of its own, so that the end of the context ends
// what the command started as well.
func (c *CommandOutputs) process(ctx context.Context, command string) (*exec.Cmd, error) {
	interpreter := []string{"/bin/sh", "-c"}
	if c.Interpreter != nil && len(*c.Interpreter) > 0 {
		interpreter = *c.Interpreter
	}
	args := append(append([]string{}, interpreter[1:]...), command)
	process := exec.CommandContext(ctx, interpreter[0], args...)
	process.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	process.Cancel = func() error { return syscall.Kill(-process.Process.Pid, syscall.SIGTERM) }
	process.WaitDelay = stopPatience

	folder, err := os.Getwd()
	if c.Dir != nil {
		folder, err = *c.Dir, nil
	}
	process.Dir = folder
	process.Env = os.Environ()
	if c.Environment != nil {
		for name, value := range *c.Environment {
			process.Env = append(process.Env, name+"="+value)
		}
	}
	for _, variable := range c.Output.Previous(c.AddPreviousOutputInEnv) {
		process.Env = append(process.Env, variable.Name+"="+variable.Value)
	}
	if c.Stdin != nil && *c.Stdin != "" {
		process.Stdin = strings.NewReader(*c.Stdin)
	}
	return process, err
}

// reason prefers why the context ended over how the process died of it.
func reason(ctx context.Context, err error) error {
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return fmt.Errorf("customTimeouts is over (%w)", ctx.Err())
	case ctx.Err() != nil:
		return fmt.Errorf("cancelled (%w)", ctx.Err())
	}
	return err
}
