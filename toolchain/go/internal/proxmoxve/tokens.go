package proxmoxve

import (
	"fmt"
	"strings"

	"github.com/ettle/strcase"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
)

const (
	packageName  = "proxmoxve"
	shortPrefix  = "proxmox_"
	legacyPrefix = "proxmox_virtual_environment_"
)

// place maps a Terraform type name to the Pulumi module and class it has in the npm SDK.
//
// The last word names the class and the words before it the module. Names with the long prefix end
// in "Legacy", because the provider has been moving types to the short prefix one by one and both
// exist side by side.
func place(terraformName string) (module, class string, err error) {
	suffix := ""
	rest, long := strings.CutPrefix(terraformName, legacyPrefix)
	if long {
		suffix = "Legacy"
	} else if rest, long = strings.CutPrefix(terraformName, shortPrefix); !long {
		return "", "", fmt.Errorf("%s: type name without the prefix %q; the naming rule needs it", terraformName, shortPrefix)
	}
	words := strings.Split(rest, "_")
	last := len(words) - 1
	module = "index"
	if last > 0 {
		module = strings.Join(words[:last], "/")
	}
	return module, strcase.ToPascal(words[last] + suffix), nil
}

// naming gives every resource and function its token; explicit tokens would have priority.
func naming() tfbridge.Strategy {
	return tfbridge.Strategy{
		Resource: func(terraformName string, info *tfbridge.ResourceInfo) error {
			module, class, err := place(terraformName)
			if err == nil && info.Tok == "" {
				info.Tok = tfbridge.MakeResource(packageName, module, class)
			}
			return err
		},
		DataSource: func(terraformName string, info *tfbridge.DataSourceInfo) error {
			module, class, err := place(terraformName)
			if err == nil && info.Tok == "" {
				info.Tok = tfbridge.MakeDataSource(packageName, module, "get"+class)
			}
			return err
		},
	}
}
