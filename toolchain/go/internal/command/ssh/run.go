package ssh

import (
	"context"
	"fmt"
	"strings"

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

// Run logs in, runs the job and gives what it wrote. As in the released plugin nothing cuts it short,
// neither the end of the context nor a machine that is gone, and its connection stays open until the
// plugin ends.
func Run(ctx context.Context, target Target, job Job) (shell.Output, error) {
	client, err := Dial(ctx, target)
	if err != nil {
		return shell.Output{}, err
	}
	session, err := client.NewSession()
	if err != nil {
		return shell.Output{}, err
	}
	defer session.Close()
	if err := setEnvironment(ctx, session, job); err != nil {
		return shell.Output{}, err
	}
	if job.Stdin != "" {
		session.Stdin = strings.NewReader(job.Stdin)
	}
	transcript := shell.NewTranscript(ctx, job.Logging)
	session.Stdout, session.Stderr = transcript.Stdout(), transcript.Stderr()
	err = session.Run(job.Command)
	output := transcript.Output()
	if err != nil {
		return shell.Output{}, transcript.Failure(err, job.Command)
	}
	return output, nil
}

const notAccepted = `Unable to set '%s'. This only works if your SSH server is configured to accept
	these variables via AcceptEnv. Alternatively, if a Bash-like shell runs the command on the remote host, you could
	prefix the command itself with the variables in the form 'VAR=value command'`

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
