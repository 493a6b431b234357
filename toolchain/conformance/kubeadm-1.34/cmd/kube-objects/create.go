package main

import (
	"context"
	"fmt"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	genericapirequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
)

var decoder = serializer.NewCodecFactory(legacyscheme.Scheme, serializer.EnableStrict).UniversalDecoder()

// What the API server does with a POST, but for admission and storage.
func create(document []byte) error {
	object, kind, err := decoder.Decode(document, nil, nil)
	if err != nil {
		return err
	}
	strategy, known := strategies[kind.GroupKind()]
	if !known {
		return fmt.Errorf("kube-objects knows no strategy for %s: add it to strategies.go", kind)
	}
	accessor, err := meta.Accessor(object)
	if err != nil {
		return err
	}
	ctx := requestTo(*kind, accessor.GetNamespace())
	if strategy.NamespaceScoped() && accessor.GetNamespace() == "" {
		return fmt.Errorf("%s %q has no namespace", kind.Kind, accessor.GetName())
	}
	rest.FillObjectMetaSystemFields(accessor)
	if err := rest.BeforeCreate(strategy, ctx, object); err != nil {
		return err
	}
	if warnings := strategy.WarningsOnCreate(ctx, object); len(warnings) > 0 {
		return fmt.Errorf("%s %q: %s", kind.Kind, accessor.GetName(), warnings)
	}
	return nil
}

func requestTo(kind schema.GroupVersionKind, namespace string) context.Context {
	resource, _ := meta.UnsafeGuessKindToResource(kind)
	info := &genericapirequest.RequestInfo{
		IsResourceRequest: true, Verb: "create",
		APIGroup: resource.Group, APIVersion: resource.Version, Resource: resource.Resource, Namespace: namespace,
	}
	return genericapirequest.WithRequestInfo(genericapirequest.WithNamespace(genericapirequest.NewContext(), namespace), info)
}
