package command

import (
	"context"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// unknownSecretsAreTheSame compares as the released plugin does (its pulumi-go-provider is 1.3.0): an entry of a map that is
// secret and not yet known counts as what it was, so that a preview says nothing of it. In a list, or inside a value that is
// secret as a whole, it counts as changed.
func unknownSecretsAreTheSame(provider p.Provider) p.Provider {
	diff := provider.Diff
	provider.Diff = func(ctx context.Context, request p.DiffRequest) (p.DiffResponse, error) {
		request.Inputs = asBefore(request.Inputs, request.OldInputs)
		return diff(ctx, request)
	}
	return provider
}

func asBefore(news, olds property.Map) property.Map {
	for name, value := range news.All {
		before, had := olds.GetOk(name)
		switch {
		case value.Secret() && value.IsComputed() && had:
			news = news.Set(name, before)
		case value.Secret() && value.IsComputed():
			news = news.Delete(name)
		case had && isPlainMap(value) && isPlainMap(before):
			news = news.Set(name, property.New(asBefore(value.AsMap(), before.AsMap())))
		}
	}
	return news
}

func isPlainMap(value property.Value) bool { return value.IsMap() && !value.Secret() }
