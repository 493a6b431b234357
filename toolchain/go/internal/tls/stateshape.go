package tls

import (
	"context"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// What the bridge of the released plugin keeps in the state beside the outputs: the id once more, the
// version of Terraform's schema, and how that stores its own state. The last one is of use to the bridge
// alone and is not made here, only put up with.
const (
	idKey    = "id"
	metaKey  = "__meta"
	deltaKey = "__pulumi_raw_state_delta"
)

const schemaVersion = `{"schema_version":"1"}`

// bridged makes states as the released plugin does, and reads them.
func bridged(provider p.Provider) p.Provider {
	wrapped := provider
	wrapped.Create = func(ctx context.Context, request p.CreateRequest) (p.CreateResponse, error) {
		response, err := provider.Create(ctx, request)
		if err == nil && !request.DryRun {
			response.Properties = shaped(response.Properties, response.ID)
		}
		return response, err
	}
	wrapped.Update = func(ctx context.Context, request p.UpdateRequest) (p.UpdateResponse, error) {
		request.State = bare(request.State)
		response, err := provider.Update(ctx, request)
		if err == nil {
			response.Properties = shaped(response.Properties, request.ID)
		}
		return response, err
	}
	wrapped.Read = func(ctx context.Context, request p.ReadRequest) (p.ReadResponse, error) {
		request.Properties = bare(request.Properties)
		response, err := provider.Read(ctx, request)
		if err == nil && response.ID != "" {
			response.Properties = shaped(response.Properties, response.ID)
		}
		return response, err
	}
	wrapped.Diff = func(ctx context.Context, request p.DiffRequest) (p.DiffResponse, error) {
		request.State = bare(request.State)
		return provider.Diff(ctx, request)
	}
	wrapped.Delete = func(ctx context.Context, request p.DeleteRequest) error {
		request.Properties = bare(request.Properties)
		return provider.Delete(ctx, request)
	}
	return wrapped
}

func shaped(outputs property.Map, id string) property.Map {
	return outputs.Set(idKey, property.New(id)).Set(metaKey, property.New(schemaVersion))
}

func bare(state property.Map) property.Map {
	return state.Delete(idKey, metaKey, deltaKey)
}
