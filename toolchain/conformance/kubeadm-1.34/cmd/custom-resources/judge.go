package main

import (
	"fmt"

	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	sigsyaml "sigs.k8s.io/yaml"
)

func (known definitions) judgeStream(stream []byte) []string {
	documents, err := documentsOf(stream)
	if err != nil {
		return []string{err.Error()}
	}
	complaints := []string{}
	for _, document := range documents {
		object := map[string]any{}
		if err := sigsyaml.UnmarshalStrict(document, &object); err != nil {
			complaints = append(complaints, err.Error())
			continue
		}
		complaints = append(complaints, known.judge(object)...)
	}
	return complaints
}

func (known definitions) judge(object map[string]any) []string {
	read := unstructured.Unstructured{Object: object}
	definition, found := known[read.GroupVersionKind()]
	if !found {
		return []string{fmt.Sprintf("no matches for kind %q in version %q", read.GetKind(), read.GetAPIVersion())}
	}
	complaints := []string{}
	if definition.namespaced == (read.GetNamespace() == "") {
		complaints = append(complaints, fmt.Sprintf("%s %q: namespace %q", read.GetKind(), read.GetName(), read.GetNamespace()))
	}
	options := structuralschema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true}
	for _, path := range pruning.PruneWithOptions(object, definition.structure, true, options) {
		complaints = append(complaints, fmt.Sprintf("unknown field %q", path))
	}
	defaulting.Default(object, definition.structure)
	errors := validation.ValidateCustomResource(nil, object, definition.schema)
	errors = append(errors, listtype.ValidateListSetsAndMaps(nil, definition.structure, object)...)
	for _, mistake := range errors {
		complaints = append(complaints, mistake.Error())
	}
	return complaints
}
