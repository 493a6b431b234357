// Package nodejs is the language host for TypeScript and JavaScript programs: what the engine asks
// of it to run the program of this repository, and a refusal by name for the rest (code generation,
// component plugins, packing, debuggers).
package nodejs

import (
	"context"
	"sync"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"

	"homelab/toolchain/internal/versions"
)

// Host serves one engine. Methods not declared here answer "unimplemented" through the embedded type.
type Host struct {
	pulumirpc.UnimplementedLanguageRuntimeServer

	mutex    sync.Mutex
	engine   string
	programs map[context.Context]context.CancelFunc
}

// NewHost makes a host that talks to the engine at the given address until a handshake says otherwise.
func NewHost(engine string) *Host {
	return &Host{engine: engine, programs: map[context.Context]context.CancelFunc{}}
}

// Handshake keeps the address of the engine, which programs need for logging.
func (h *Host) Handshake(
	_ context.Context, request *pulumirpc.LanguageHandshakeRequest,
) (*pulumirpc.LanguageHandshakeResponse, error) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	h.engine = request.GetEngineAddress()
	return &pulumirpc.LanguageHandshakeResponse{}, nil
}

// GetPluginInfo names the release this host is made for.
func (h *Host) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: versions.Pulumi}, nil
}

// GetRequiredPackages announces nothing. The engine would fetch every announced plugin before the
// program runs, also those of SDKs that a stack never uses; it asks for a plugin again when the
// first resource of its package is registered, with the exact version the SDK names.
func (h *Host) GetRequiredPackages(
	context.Context, *pulumirpc.GetRequiredPackagesRequest,
) (*pulumirpc.GetRequiredPackagesResponse, error) {
	return &pulumirpc.GetRequiredPackagesResponse{}, nil
}

// RuntimeOptionsPrompts has no questions for `pulumi new`.
func (h *Host) RuntimeOptionsPrompts(
	context.Context, *pulumirpc.RuntimeOptionsRequest,
) (*pulumirpc.RuntimeOptionsResponse, error) {
	return &pulumirpc.RuntimeOptionsResponse{}, nil
}

// Cancel ends the programs that are running.
func (h *Host) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	h.StopPrograms()
	return &emptypb.Empty{}, nil
}

// StopPrograms ends the programs that are running; each Run then returns with an error.
func (h *Host) StopPrograms() {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	for _, cancel := range h.programs {
		cancel()
	}
}

// track makes a context for one program that StopPrograms ends.
func (h *Host) track(parent context.Context) (ctx context.Context, engine string, done func()) {
	ctx, cancel := context.WithCancel(parent)
	h.mutex.Lock()
	defer h.mutex.Unlock()
	h.programs[ctx] = cancel
	return ctx, h.engine, func() {
		h.mutex.Lock()
		defer h.mutex.Unlock()
		delete(h.programs, ctx)
		cancel()
	}
}
