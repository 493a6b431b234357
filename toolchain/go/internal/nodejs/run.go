package nodejs

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// bailStatus is the exit status with which the SDK says that it has already shown the error.
const bailStatus = 32

// stopPatience is how long a program may take to end after SIGTERM.
const stopPatience = 5 * time.Second

// Run executes the program once and reports how it ended. Output of the program reaches the engine
// through this process's own output.
func (h *Host) Run(parent context.Context, request *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	if request.GetAttachDebugger() {
		return nil, errors.New("nodejs compatible build: attaching a debugger is not supported; use the released pulumi-language-nodejs")
	}
	options, err := readOptions(request.GetInfo().GetOptions())
	if err != nil {
		return nil, err
	}
	ctx, engine, done := h.track(parent)
	defer done()
	command, err := programCommand(ctx, engine, request, options)
	if err != nil {
		return nil, err
	}
	return outcome(command.Run())
}

// programCommand prepares node with the SDK's own runner, which loads the program.
func programCommand(
	ctx context.Context, engine string, request *pulumirpc.RunRequest, options options,
) (*exec.Cmd, error) {
	info := request.GetInfo()
	directory := info.GetProgramDirectory()
	runner, err := sdkPath(directory, "cmd", "run")
	if err != nil {
		return nil, err
	}
	node, err := exec.LookPath("node")
	if err != nil {
		return nil, errors.New("node: not found on PATH; install Node.js 20.18 or newer")
	}
	environment, err := programEnvironment(request, options)
	if err != nil {
		return nil, err
	}
	args := append([]string{}, options.nodeargs...)
	args = append(args, runner)
	args = append(args, runnerFlags(engine, request)...)
	args = append(args, info.GetEntryPoint())
	args = append(args, request.GetArgs()...)

	command := exec.CommandContext(ctx, node, args...)
	command.Dir = directory
	command.Env = environment
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	command.WaitDelay = stopPatience
	return command, nil
}

// runnerFlags are the arguments of the SDK's runner; each needs a value, so absent ones are left out.
func runnerFlags(engine string, request *pulumirpc.RunRequest) []string {
	var flags []string
	add := func(name, value string) {
		if value != "" {
			flags = append(flags, "--"+name, value)
		}
	}
	add("monitor", request.GetMonitorAddress())
	add("engine", engine)
	add("organization", request.GetOrganization())
	add("project", request.GetProject())
	add("root-directory", rootDirectory(request))
	add("stack", request.GetStack())
	add("pwd", request.GetPwd())
	if request.GetDryRun() {
		flags = append(flags, "--dry-run")
	}
	add("parallel", strconv.Itoa(int(request.GetParallel())))
	return flags
}

func rootDirectory(request *pulumirpc.RunRequest) string {
	root := request.GetInfo().GetRootDirectory()
	if absolute, err := filepath.Abs(root); err == nil && root != "" {
		return absolute
	}
	return root
}

// outcome turns the end of the program into the engine's terms.
func outcome(err error) (*pulumirpc.RunResponse, error) {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return &pulumirpc.RunResponse{}, nil
	case errors.As(err, &exit) && exit.ExitCode() == bailStatus:
		return &pulumirpc.RunResponse{Bail: true}, nil
	case errors.As(err, &exit) && exit.Exited():
		return &pulumirpc.RunResponse{
			Error: fmt.Sprintf("Program exited with non-zero exit code: %d", exit.ExitCode()),
		}, nil
	}
	return nil, fmt.Errorf("the program ended unexpectedly: %w", err)
}
