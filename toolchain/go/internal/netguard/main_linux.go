package netguard

import (
	"os"
	"os/exec"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// insideMark is the first argument of the second stage. A program cannot leave its user namespace once
// it has threads, and every Go program has, so the new network begins with a second start.
const insideMark = "netguard-inside"

// Main starts the second stage in a network of its own, or is the second stage.
func Main(args []string) int {
	if len(args) > 0 && args[0] == insideMark {
		return inside(args[1:])
	}
	if len(args) == 0 {
		complain("no command given; usage: netguard COMMAND [ARGS...]")
		return statusNoNetwork
	}
	// The kernel ties "tell me when my parent dies" to the thread that starts the child.
	runtime.LockOSThread()
	stage := exec.Command("/proc/self/exe", append([]string{insideMark}, args...)...)
	stage.Stdin, stage.Stdout, stage.Stderr = os.Stdin, os.Stdout, os.Stderr
	stage.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: syscall.CLONE_NEWUSER | syscall.CLONE_NEWNET,
		// The command keeps its own user and group: tools behave differently for root.
		UidMappings: []syscall.SysProcIDMap{{ContainerID: os.Getuid(), HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: os.Getgid(), HostID: os.Getgid(), Size: 1}},
		// To bring loopback up, and only in the new network.
		AmbientCaps: []uintptr{unix.CAP_NET_ADMIN},
		Pdeathsig:   syscall.SIGTERM,
	}
	if err := stage.Start(); err != nil {
		complain("this machine does not let a user make a network namespace (%v); allow user namespaces or run without netguard", err)
		return statusNoNetwork
	}
	forwardSignals(stage.Process)
	return statusOf(stage.Wait())
}
