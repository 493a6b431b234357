package proxmoxve

import (
	"context"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

func TestNamesMapToTheTokensOfTheSDK(t *testing.T) {
	for name, want := range map[string]string{
		"proxmox_virtual_environment_vm":               "index VmLegacy",
		"proxmox_virtual_environment_file":             "index FileLegacy",
		"proxmox_virtual_environment_cluster_firewall": "cluster FirewallLegacy",
		"proxmox_vm":                                          "index Vm",
		"proxmox_download_file":                               "download File",
		"proxmox_network_linux_bridge":                        "network/linux Bridge",
		"proxmox_hardware_mapping_pci":                        "hardware/mapping Pci",
		"proxmox_virtual_environment_firewall_security_group": "firewall/security GroupLegacy",
	} {
		module, class, err := place(name)
		if got := module + " " + class; err != nil || got != want {
			t.Errorf("%s: got %q, %v; want %q", name, got, err, want)
		}
	}
	if _, _, err := place("random_pet"); err == nil {
		t.Error("a foreign name must be refused")
	}
}

func TestRenamedIdentitiesAreReadAsTextOrNumber(t *testing.T) {
	read := identityFrom("resourceId")
	for want, value := range map[string]resource.PropertyValue{
		"local-zfs": resource.NewStringProperty("local-zfs"),
		"1001":      resource.NewNumberProperty(1001),
		"hidden":    resource.MakeSecret(resource.NewStringProperty("hidden")),
	} {
		id, err := read(context.Background(), resource.PropertyMap{"resourceId": value})
		if err != nil || string(id) != want {
			t.Errorf("got %q, %v; want %q", id, err, want)
		}
	}
	if _, err := read(context.Background(), resource.PropertyMap{}); err == nil {
		t.Error("an object without identity must be an error, not an empty id")
	}
}
