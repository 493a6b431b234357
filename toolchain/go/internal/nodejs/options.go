package nodejs

import (
	"fmt"
	"strings"

	"google.golang.org/protobuf/types/known/structpb"
)

// options is what Pulumi.yaml may say under `runtime.options`.
type options struct {
	// typescript compiles the program as it is loaded; true unless switched off.
	typescript bool
	// nodeargs go to node before the program, such as --max-old-space-size.
	nodeargs []string
	// tsconfig names another file than tsconfig.json.
	tsconfig string
	// packagemanager may be given as npm, the only one this host runs.
	packagemanager string
}

// readOptions refuses what it does not know: an option that is silently ignored is worse than an error.
func readOptions(given *structpb.Struct) (options, error) {
	parsed := options{typescript: true, packagemanager: "npm"}
	for name, value := range given.GetFields() {
		var err error
		switch name {
		case "typescript":
			switch kind := value.GetKind().(type) {
			case *structpb.Value_BoolValue:
				parsed.typescript = kind.BoolValue
			default:
				err = fmt.Errorf("expected true or false, got %v", value.AsInterface())
			}
		case "nodeargs":
			parsed.nodeargs, err = words(value)
		case "tsconfig":
			parsed.tsconfig = value.GetStringValue()
		case "packagemanager":
			if parsed.packagemanager = value.GetStringValue(); parsed.packagemanager != "npm" {
				err = fmt.Errorf("got %q, only npm is supported here", parsed.packagemanager)
			}
		default:
			err = fmt.Errorf("unknown option, allowed are nodeargs, packagemanager, tsconfig, typescript")
		}
		if err != nil {
			return options{}, fmt.Errorf("runtime.options.%s: %w; change Pulumi.yaml", name, err)
		}
	}
	return parsed, nil
}

// words accepts one string with words between spaces, as the released host does, or a list.
func words(value *structpb.Value) ([]string, error) {
	switch kind := value.GetKind().(type) {
	case *structpb.Value_StringValue:
		if strings.ContainsAny(kind.StringValue, `"'\`) {
			return nil, fmt.Errorf("quotes in %q are not supported here, write a list instead", kind.StringValue)
		}
		return strings.Fields(kind.StringValue), nil
	case *structpb.Value_ListValue:
		var list []string
		for _, item := range kind.ListValue.GetValues() {
			list = append(list, item.GetStringValue())
		}
		return list, nil
	}
	return nil, fmt.Errorf("expected a string or a list of strings, got %v", value.AsInterface())
}
