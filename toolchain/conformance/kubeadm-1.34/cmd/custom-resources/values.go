package main

import (
	"encoding/json"
	"os"

	"k8s.io/kube-openapi/pkg/validation/spec"
	"k8s.io/kube-openapi/pkg/validation/strfmt"
	"k8s.io/kube-openapi/pkg/validation/validate"
	sigsyaml "sigs.k8s.io/yaml"
)

// The schema of a chart's values.
type valuesSchema struct{ spec.Schema }

func readValuesSchema(path string) (valuesSchema, error) {
	var schema valuesSchema
	text, err := os.ReadFile(path)
	if err != nil {
		return schema, err
	}
	if err := json.Unmarshal(text, &schema.Schema); err != nil {
		return schema, err
	}
	takeNoOtherKeys(&schema.Schema)
	return schema, nil
}

// Where a schema names keys, others would be read by nobody.
func takeNoOtherKeys(schema *spec.Schema) {
	if len(schema.Properties) == 0 {
		return
	}
	if schema.AdditionalProperties == nil {
		schema.AdditionalProperties = &spec.SchemaOrBool{Allows: false}
	}
	for name, property := range schema.Properties {
		takeNoOtherKeys(&property)
		schema.Properties[name] = property
	}
}

func (schema valuesSchema) judge(text []byte) []string {
	values := map[string]any{}
	if err := sigsyaml.UnmarshalStrict(text, &values); err != nil {
		return []string{err.Error()}
	}
	complaints := []string{}
	result := validate.NewSchemaValidator(&schema.Schema, nil, "", strfmt.Default).Validate(values)
	for _, err := range result.Errors {
		complaints = append(complaints, err.Error())
	}
	return complaints
}
