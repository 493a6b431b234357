package netguard

import (
	"encoding/json"
	"os"
	"os/exec"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// report is what the file named by NETGUARD_REPORT holds.
type report struct {
	OutNoRoutes int  `json:"outNoRoutes"`
	Isolated    bool `json:"isolated"`
}

// inside is the second stage: the network is new and empty. It stays beside the command, because the
// counters vanish with the last process of the network.
func inside(args []string) int {
	if err := loopbackUp(); err != nil {
		complain("this machine does not let a user set up loopback in a network namespace (%v); allow user namespaces or run without netguard", err)
		return statusNoNetwork
	}
	before, err := unroutable()
	if err != nil {
		complain("cannot read the counters of the network: %v", err)
		return statusNoNetwork
	}
	runtime.LockOSThread()
	command := exec.Command(args[0], args[1:]...)
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	dropAmbient()
	if err := command.Start(); err != nil {
		complain("%v", err)
		return statusOf(err)
	}
	forwardSignals(command.Process)
	status := statusOf(command.Wait())
	if err := writeReport(before); err != nil {
		complain("cannot write the report: %v", err)
		return statusNoNetwork
	}
	return status
}

// dropAmbient takes the right to change the network away from what is started next.
func dropAmbient() {
	_ = unix.Prctl(unix.PR_CAP_AMBIENT, unix.PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
}

func loopbackUp() error {
	socket, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(socket)
	request, err := unix.NewIfreq("lo")
	if err != nil {
		return err
	}
	request.SetUint16(unix.IFF_UP | unix.IFF_RUNNING)
	return unix.IoctlIfreq(socket, unix.SIOCSIFFLAGS, request)
}

func writeReport(before int) error {
	path := os.Getenv("NETGUARD_REPORT")
	if path == "" {
		return nil
	}
	after, err := unroutable()
	if err != nil {
		return err
	}
	text, err := json.Marshal(report{OutNoRoutes: after - before, Isolated: true})
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(text, '\n'), 0o644)
}
