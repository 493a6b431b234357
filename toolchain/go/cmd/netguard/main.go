// Netguard runs a command in a network that holds nothing but loopback: `netguard COMMAND ARGS...`.
//
// Whatever the command dials that is not on this machine has no route, and the kernel counts it.
// The count goes to the file named by NETGUARD_REPORT: `{"outNoRoutes": 0, "isolated": true}`.
// Standard streams, signals and the exit status pass through. Status 125 means that the network
// could not be made, 126 and 127 that the command could not be run, as with env(1).
package main

import (
	"os"

	"homelab/toolchain/internal/netguard"
)

func main() {
	os.Exit(netguard.Main(os.Args[1:]))
}
