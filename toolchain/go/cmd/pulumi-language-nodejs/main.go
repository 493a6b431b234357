// Pulumi-language-nodejs lets the pulumi command run TypeScript and JavaScript programs. The command
// starts it with its own address as argument, reads the port from the first line of output and then
// talks gRPC. It must lie beside `pulumi` or on PATH.
package main

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"

	"homelab/toolchain/internal/nodejs"
)

func main() {
	host := nodejs.NewHost(engineAddress(os.Args[1:]))
	stop := make(chan bool)
	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel: stop,
		Init: func(server *grpc.Server) error {
			pulumirpc.RegisterLanguageRuntimeServer(server, host)
			return nil
		},
	})
	if err != nil {
		fail(err)
	}
	go stopOnSignal(host, stop)

	fmt.Println(handle.Port)
	if err := <-handle.Done; err != nil {
		fail(err)
	}
}

// engineAddress is the last argument, where older engines give it; newer ones repeat it in Handshake.
func engineAddress(args []string) string {
	if len(args) == 0 {
		return ""
	}
	return args[len(args)-1]
}

// stopOnSignal ends running programs before the host itself, so that none outlives it. The engine,
// which keeps its plugins in process groups of their own, asks for an end with an interrupt.
func stopOnSignal(host *nodejs.Host, stop chan<- bool) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	<-signals
	host.StopPrograms()
	stop <- true
}

func fail(err error) {
	fmt.Fprintf(os.Stderr, "pulumi-language-nodejs: %v\n", err)
	os.Exit(1)
}
