package refuse

import (
	"context"
	"encoding/json"

	p "github.com/pulumi/pulumi-go-provider"
)

// WithNestedModules gives a plugin the module format of bridged ones, where the token
// `tls:index/privateKey:PrivateKey` stands for the class PrivateKey of the module index. The
// framework has no setting for it.
func WithNestedModules(provider p.Provider) p.Provider {
	inner := provider.GetSchema
	provider.GetSchema = func(ctx context.Context, request p.GetSchemaRequest) (p.GetSchemaResponse, error) {
		response, err := inner(ctx, request)
		if err != nil {
			return response, err
		}
		var document map[string]any
		if err := json.Unmarshal([]byte(response.Schema), &document); err != nil {
			return response, err
		}
		document["meta"] = map[string]any{"moduleFormat": "(.*)(?:/[^/]*)"}
		text, err := json.Marshal(document)
		response.Schema = string(text)
		return response, err
	}
	return provider
}
