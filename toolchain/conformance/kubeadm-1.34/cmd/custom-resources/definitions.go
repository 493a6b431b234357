package main

import (
	"os"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apimachinery/pkg/runtime/schema"
	sigsyaml "sigs.k8s.io/yaml"
)

// What an API server keeps of one version of a kind.
type definition struct {
	namespaced bool
	structure  *structuralschema.Structural
	schema     validation.SchemaValidator
}

type definitions map[schema.GroupVersionKind]definition

func readDefinitions(path string) (definitions, error) {
	stream, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	documents, err := documentsOf(stream)
	if err != nil {
		return nil, err
	}
	known := definitions{}
	for _, document := range documents {
		var custom apiextensionsv1.CustomResourceDefinition
		if err := sigsyaml.UnmarshalStrict(document, &custom); err != nil {
			return nil, err
		}
		for _, version := range custom.Spec.Versions {
			if !version.Served {
				continue
			}
			read, err := define(custom.Spec.Scope, version)
			if err != nil {
				return nil, err
			}
			known[schema.GroupVersionKind{Group: custom.Spec.Group, Version: version.Name, Kind: custom.Spec.Names.Kind}] = read
		}
	}
	return known, nil
}

func define(scope apiextensionsv1.ResourceScope, version apiextensionsv1.CustomResourceDefinitionVersion) (definition, error) {
	var internal apiextensions.JSONSchemaProps
	err := apiextensionsv1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(version.Schema.OpenAPIV3Schema, &internal, nil)
	if err != nil {
		return definition{}, err
	}
	structure, err := structuralschema.NewStructural(&internal)
	if err != nil {
		return definition{}, err
	}
	validator, _, err := validation.NewSchemaValidator(&internal)
	if err != nil {
		return definition{}, err
	}
	return definition{
		namespaced: scope == apiextensionsv1.NamespaceScoped,
		structure:  structure,
		schema:     validator,
	}, nil
}
