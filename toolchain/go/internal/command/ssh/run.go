package ssh

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	p "github.com/pulumi/pulumi-go-provider"
	"golang.org/x/crypto/ssh"

	"homelab/toolchain/internal/command/shell"
)

// Job is one command on a remote machine.
type Job struct {
	Command string
	Stdin   string
	// Environment must be accepted by the server, or the job fails.
	Environment map[string]string
	// Optional variables are set where the server accepts them.
	Optional []shell.Variable
	Logging  shell.Logging
}

// Run logs in, runs the job and gives what it wrote. When the context ends first, the connection is
// closed, which ends the command on the server.
func Run(ctx context.Context, target Target, job Job) (shell.Output, error) {
	client, err := Dial(ctx, target)
	if err != nil {
		return shell.Output{}, err
	}
	defer client.Close()
	started := time.Now()
	release := context.AfterFunc(ctx, func() { _ = client.Close() })
	defer release()

	transcript := shell.NewTranscript(ctx, job.Logging)
	err = execute(ctx, client, job, transcript)
	if err != nil && ctx.Err() != nil {
		return shell.Output{}, transcript.Failure(interrupted(ctx, target, started), job.Command)
	}
	if err != nil {
		return shell.Output{}, err
	}
	return transcript.Output(), nil
}

func execute(ctx context.Context, client *ssh.Client, job Job, transcript *shell.Transcript) error {
	session, err := client.NewSession()
	if err != nil {
		return err
	}
	defer session.Close()
	if err := setEnvironment(ctx, session, job); err != nil {
		return err
	}
	session.Stdout, session.Stderr = transcript.Stdout(), transcript.Stderr()
	if err := runFed(session, job); err != nil {
		return transcript.Failure(err, job.Command)
	}
	return nil
}

// runFed runs the command and gives it its standard input, once the server has said that it runs: what
// comes before belongs to no command, and servers drop it or never answer. A command may end without
// having read it all, and then its exit status counts, not the broken pipe.
func runFed(session *ssh.Session, job Job) error {
	if job.Stdin == "" {
		return session.Run(job.Command)
	}
	pipe, err := session.StdinPipe()
	if err != nil {
		return err
	}
	if err := session.Start(job.Command); err != nil {
		return err
	}
	go func() {
		_, _ = io.WriteString(pipe, job.Stdin)
		_ = pipe.Close()
	}()
	return session.Wait()
}

const notAccepted = "unable to set %q: the SSH server has to allow it with AcceptEnv; " +
	"or write the variable before the command, as in `NAME=value command`"

func setEnvironment(ctx context.Context, session *ssh.Session, job Job) error {
	for name, value := range job.Environment {
		if err := session.Setenv(name, value); err != nil {
			p.GetLogger(ctx).Errorf(notAccepted, name)
			return fmt.Errorf("could not set environment variable %q: %w", name, err)
		}
	}
	for _, variable := range job.Optional {
		if err := session.Setenv(variable.Name, variable.Value); err != nil {
			p.GetLogger(ctx).Warningf(notAccepted, variable.Name)
		}
	}
	return nil
}

func interrupted(ctx context.Context, target Target, started time.Time) error {
	reason := "cancelled"
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		reason = "customTimeouts is over"
	}
	return fmt.Errorf("%s on %s after %s (%w)",
		reason, target.Address(), time.Since(started).Round(100*time.Millisecond), ctx.Err())
}
