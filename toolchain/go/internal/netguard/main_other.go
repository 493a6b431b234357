//go:build !linux

package netguard

import "runtime"

// Main refuses: only Linux can give a process a network of its own.
func Main([]string) int {
	complain("isolating a command from the network needs Linux, this is %s", runtime.GOOS)
	return statusNoNetwork
}
