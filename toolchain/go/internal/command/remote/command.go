package remote

import (
	"context"

	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"homelab/toolchain/internal/command/shell"
	"homelab/toolchain/internal/command/ssh"
)

// Command runs commands on a machine as its resource is created, changed and deleted.
type Command struct{}

// CommandInputs are what the program gives.
type CommandInputs struct {
	shell.Lifecycle
	Stdin                  *string           `pulumi:"stdin,optional"`
	Logging                *Logging          `pulumi:"logging,optional"`
	Connection             *Connection       `pulumi:"connection" provider:"secret"`
	Environment            map[string]string `pulumi:"environment,optional"`
	AddPreviousOutputInEnv *bool             `pulumi:"addPreviousOutputInEnv,optional"`
}

// CommandOutputs are kept in the state.
type CommandOutputs struct {
	CommandInputs
	shell.Output
}

var (
	_ infer.CustomResource[CommandInputs, CommandOutputs] = (*Command)(nil)
	_ infer.CustomUpdate[CommandInputs, CommandOutputs]   = (*Command)(nil)
	_ infer.CustomDelete[CommandOutputs]                  = (*Command)(nil)
)

// Annotate describes the class in the schema.
func (c *Command) Annotate(a infer.Annotator) {
	a.Describe(&c, "A command on a machine that is reached over SSH.")
}

// Annotate describes the inputs in the schema.
func (c *CommandInputs) Annotate(a infer.Annotator) {
	a.Describe(&c.Stdin, "Text for the command's standard input.")
	a.Describe(&c.Logging, "Which of the command's streams go to the log. Default: both.")
	a.Describe(&c.Connection, "How to reach the machine.")
	a.Describe(&c.Environment, "Environment variables; the SSH server has to accept them (AcceptEnv).")
	a.Describe(&c.AddPreviousOutputInEnv,
		"Whether the outputs of the last run are given in PULUMI_COMMAND_STDOUT and PULUMI_COMMAND_STDERR. Default: true.")
}

// Create runs the command for creation.
func (*Command) Create(
	ctx context.Context, request infer.CreateRequest[CommandInputs],
) (infer.CreateResponse[CommandOutputs], error) {
	state := CommandOutputs{CommandInputs: request.Inputs}
	id, err := resource.NewUniqueHex(request.Name, 8, 0)
	if err == nil && !request.DryRun {
		err = state.run(ctx, state.Lifecycle.Create)
	}
	return infer.CreateResponse[CommandOutputs]{ID: id, Output: state}, err
}

// Update runs the command for changes. Outputs of the last run stay when there is none.
func (*Command) Update(
	ctx context.Context, request infer.UpdateRequest[CommandInputs, CommandOutputs],
) (infer.UpdateResponse[CommandOutputs], error) {
	state := CommandOutputs{CommandInputs: request.Inputs, Output: request.State.Output}
	var err error
	if !request.DryRun {
		err = state.run(ctx, state.OnUpdate())
	}
	return infer.UpdateResponse[CommandOutputs]{Output: state}, err
}

// Delete runs the command for deletion.
func (*Command) Delete(
	ctx context.Context, request infer.DeleteRequest[CommandOutputs],
) (infer.DeleteResponse, error) {
	return infer.DeleteResponse{}, request.State.run(ctx, request.State.Lifecycle.Delete)
}

// run replaces the outputs with those of the command; no command, no change.
func (c *CommandOutputs) run(ctx context.Context, command *string) error {
	if command == nil {
		return nil
	}
	output, err := ssh.Run(ctx, c.Connection.target(), ssh.Job{
		Command:     *command,
		Stdin:       valueOf(c.Stdin),
		Environment: c.Environment,
		Optional:    c.Output.Previous(c.AddPreviousOutputInEnv),
		Logging:     c.Logging.choice(),
	})
	if err == nil {
		c.Output = output
	}
	return err
}
