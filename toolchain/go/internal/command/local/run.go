package local

import (
	"context"
	"os"
	"os/exec"
	"strings"

	"homelab/toolchain/internal/command/shell"
)

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
	err = process.Run()
	output := transcript.Output()
	if err != nil {
		return transcript.Failure(err, *command)
	}
	if err := c.collect(process.Dir); err != nil {
		return err
	}
	c.Output = output
	return nil
}

// process prepares the command. As in the released plugin the end of the context kills the interpreter
// alone and without a word: what that started goes on, and is waited for as long as it holds the
// interpreter's output.
func (c *CommandOutputs) process(ctx context.Context, command string) (*exec.Cmd, error) {
	interpreter := []string{"/bin/sh", "-c"}
	if c.Interpreter != nil && len(*c.Interpreter) > 0 {
		interpreter = *c.Interpreter
	}
	args := append(append([]string{}, interpreter[1:]...), command)
	process := exec.CommandContext(ctx, interpreter[0], args...)

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
