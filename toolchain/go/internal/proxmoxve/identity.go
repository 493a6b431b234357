package proxmoxve

import (
	"context"
	"fmt"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// ownIdentity lists the types, without their prefix, whose `id` is an input or no string. Pulumi
// reserves `id` for its own use, so the SDK shows the property as `resourceId`.
var ownIdentity = []string{
	"backup_job", "cloned_vm", "replication",
	"sdn_fabric_openfabric", "sdn_fabric_ospf", "sdn_vnet",
	"sdn_zone_evpn", "sdn_zone_qinq", "sdn_zone_simple", "sdn_zone_vlan", "sdn_zone_vxlan",
	"storage_cifs", "storage_directory", "storage_lvm", "storage_lvmthin", "storage_nfs", "storage_pbs",
	"storage_zfspool", "vm",
}

// longNames gives the types that exist under a different name, or not at all, with the long prefix.
var longNames = map[string]string{"vm": "vm2", "backup_job": ""}

// identities renames `id` for the types above, under both of their names, and tells the bridge
// where to read the Pulumi id from instead.
func identities() map[string]*tfbridge.ResourceInfo {
	infos := map[string]*tfbridge.ResourceInfo{}
	for _, name := range ownIdentity {
		infos[shortPrefix+name] = renamedIdentity()
		long, other := longNames[name]
		if !other {
			long = name
		}
		if long != "" {
			infos[legacyPrefix+long] = renamedIdentity()
			alias := legacyPrefix + long
			infos[shortPrefix+name].Aliases = []tfbridge.AliasInfo{{Type: &alias}}
		}
	}
	return infos
}

func renamedIdentity() *tfbridge.ResourceInfo {
	return &tfbridge.ResourceInfo{
		Fields:    map[string]*tfbridge.SchemaInfo{"id": {Name: "resourceId", Type: "string"}},
		ComputeID: identityFrom("resourceId"),
	}
}

// identityFrom reads the id from the renamed property. A number counts as its decimal text.
func identityFrom(key resource.PropertyKey) tfbridge.ComputeID {
	return func(_ context.Context, state resource.PropertyMap) (resource.ID, error) {
		value := state[key]
		for value.IsSecret() || value.IsOutput() {
			if value.IsSecret() {
				value = value.SecretValue().Element
			} else {
				value = value.OutputValue().Element
			}
		}
		switch {
		case value.IsString():
			return resource.ID(value.StringValue()), nil
		case value.IsNumber():
			return resource.ID(fmt.Sprintf("%.0f", value.NumberValue())), nil
		}
		return "", fmt.Errorf("%s: expected a string or a number to use as id, got %s", key, value.TypeString())
	}
}
