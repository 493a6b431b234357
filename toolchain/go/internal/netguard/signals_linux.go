package netguard

import (
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/sys/unix"
)

// forwardSignals passes on what this process is sent. What a terminal sends, it sends to the command
// as well, and a second interrupt means "at once" to many programs, so those are not doubled.
func forwardSignals(to *os.Process) {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGUSR1, syscall.SIGUSR2)
	go func() {
		for received := range signals {
			fromTerminal := received == syscall.SIGINT || received == syscall.SIGQUIT
			if fromTerminal && inForeground() {
				continue
			}
			_ = to.Signal(received)
		}
	}()
}

// inForeground says whether a terminal sends its signals to this process.
func inForeground() bool {
	terminal, err := os.Open("/dev/tty")
	if err != nil {
		return false
	}
	defer terminal.Close()
	group, err := unix.IoctlGetInt(int(terminal.Fd()), unix.TIOCGPGRP)
	return err == nil && group == unix.Getpgrp()
}
