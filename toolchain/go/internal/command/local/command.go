// Package local holds the class that runs commands on this machine.
package local

import (
	"context"

	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi-go-provider/infer/types"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"homelab/toolchain/internal/command/shell"
)

// Command runs commands here as its resource is created, changed and deleted.
type Command struct{}

// CommandInputs are what the program gives.
type CommandInputs struct {
	shell.Lifecycle
	Stdin                  *string            `pulumi:"stdin,optional"`
	Logging                *Logging           `pulumi:"logging,optional"`
	Interpreter            *[]string          `pulumi:"interpreter,optional"`
	Dir                    *string            `pulumi:"dir,optional"`
	Environment            *map[string]string `pulumi:"environment,optional"`
	AssetPaths             *[]string          `pulumi:"assetPaths,optional"`
	ArchivePaths           *[]string          `pulumi:"archivePaths,optional"`
	AddPreviousOutputInEnv *bool              `pulumi:"addPreviousOutputInEnv,optional"`
}

// CommandOutputs are kept in the state.
type CommandOutputs struct {
	CommandInputs
	shell.Output
	Assets  *map[string]*types.AssetOrArchive `pulumi:"assets,optional"`
	Archive *resource.Archive                 `pulumi:"archive,optional"`
}

var (
	_ infer.CustomResource[CommandInputs, CommandOutputs] = (*Command)(nil)
	_ infer.CustomUpdate[CommandInputs, CommandOutputs]   = (*Command)(nil)
	_ infer.CustomDelete[CommandOutputs]                  = (*Command)(nil)
)

// Annotate describes the class in the schema.
func (c *Command) Annotate(a infer.Annotator) {
	a.Describe(&c, "A command on the machine that runs Pulumi.")
}

// Annotate describes the inputs in the schema.
func (c *CommandInputs) Annotate(a infer.Annotator) {
	a.Describe(&c.Stdin, "Text for the command's standard input.")
	a.Describe(&c.Logging, "Which of the command's streams go to the log. Default: both.")
	a.Describe(&c.Interpreter, "The program that gets the command as its last argument. Default: /bin/sh -c.")
	a.Describe(&c.Dir, "The folder to run in. Default: the program's.")
	a.Describe(&c.Environment, "Environment variables, besides those of this process.")
	a.Describe(&c.AssetPaths, "Patterns of files to give as assets; `!` in front excludes, later patterns win.")
	a.Describe(&c.ArchivePaths, "Patterns of files to give as one archive; `!` in front excludes, later patterns win.")
	a.Describe(&c.AddPreviousOutputInEnv,
		"Whether the outputs of the last run are given in PULUMI_COMMAND_STDOUT and PULUMI_COMMAND_STDERR. Default: true.")
}

// Annotate describes the outputs in the schema.
func (c *CommandOutputs) Annotate(a infer.Annotator) {
	a.Describe(&c.Assets, "The files that assetPaths found, by their path below `dir`.")
	a.Describe(&c.Archive, "The files that archivePaths found.")
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
	state := request.State
	state.CommandInputs = request.Inputs
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
