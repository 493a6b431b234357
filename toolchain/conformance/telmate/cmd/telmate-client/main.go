// telmate-client leads the life of a virtual machine as github.com/Telmate/proxmox-api-go asks for it, and prints what it
// saw. Arguments: address of the API, authority, token id, secret, node, id of the template.
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strconv"
	"time"

	"github.com/Telmate/proxmox-api-go/proxmox"
)

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func must[T any](value T, err error) T {
	check(err)
	return value
}

func connect(address, authority, token, secret string) *proxmox.Client {
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(must(os.ReadFile(authority)))
	trust := &tls.Config{RootCAs: pool}
	client := must(proxmox.NewClient(address+"api2/json", nil, "", trust, "", 30, false))
	var id proxmox.ApiTokenID
	check(id.Parse(token))
	client.SetAPIToken(id, proxmox.ApiTokenSecret(secret))
	return client
}

type life struct {
	context context.Context
	client  *proxmox.Client
	seen    map[string]any
}

func (l *life) names() []string {
	names := []string{}
	for _, one := range must(l.client.GetVmList(l.context))["data"].([]any) {
		names = append(names, one.(map[string]any)["name"].(string))
	}
	sort.Strings(names)
	return names
}

func (l *life) clone(template int, node string) *proxmox.VmRef {
	source := proxmox.NewVmRef(proxmox.GuestID(template))
	check(l.client.CheckVmRef(l.context, source))
	name := proxmox.GuestName("worker")
	full := &proxmox.CloneQemuFull{Node: proxmox.NodeName(node), Name: &name}
	return must(source.CloneQemu(l.context, proxmox.CloneQemuTarget{Full: full}, l.client))
}

func (l *life) setCores(vm *proxmox.VmRef, number int) {
	cores, memory := proxmox.QemuCpuCores(number), proxmox.QemuMemoryCapacity(4096)
	tags := proxmox.Tags{"blue", "green"}
	config := proxmox.ConfigQemu{
		CPU:    &proxmox.QemuCPU{Cores: &cores},
		Memory: &proxmox.QemuMemory{CapacityMiB: &memory},
		Tags:   &tags,
	}
	must(config.Update(l.context, false, vm, l.client))
}

func (l *life) see(vm *proxmox.VmRef, when string) {
	config := must(l.client.GetVmConfig(l.context, vm))
	status := must(l.client.GetVmState(l.context, vm))["status"]
	seen := map[string]any{"status": status}
	for _, key := range []string{"cores", "memory", "tags", "virtio0"} {
		seen[key] = config[key]
	}
	l.seen[when] = seen
}

func (l *life) run(vm *proxmox.VmRef) {
	must(l.client.StartVm(l.context, vm))
	interfaces := []string{}
	for attempt := 0; len(interfaces) == 0 && attempt < 50; attempt++ {
		found, err := l.client.GetVmAgentNetworkInterfaces(l.context, vm)
		if err != nil {
			time.Sleep(100 * time.Millisecond)
		}
		for _, one := range found {
			interfaces = append(interfaces, one.Name)
		}
	}
	l.seen["interfaces"] = interfaces
}

// It does not wait for the task of a rollback.
func (l *life) untilStopped(vm *proxmox.VmRef) {
	for must(l.client.GetVmState(l.context, vm))["status"] != "stopped" {
		time.Sleep(100 * time.Millisecond)
	}
}

func (l *life) goBack(vm *proxmox.VmRef) {
	snapshots := l.client.New().Snapshot
	check(snapshots.CreateQemu(l.context, *vm, "before", "first words", false))
	check(snapshots.Update(l.context, *vm, "before", "all is well"))
	names := []string{}
	for one := range must(snapshots.List(l.context, *vm)).Iter() {
		names = append(names, string(one.GetName()))
		if one.GetName() == "before" {
			l.seen["description"] = one.GetDescription()
		}
	}
	sort.Strings(names)
	l.seen["snapshots"] = names
	l.setCores(vm, 1)
	check(snapshots.Rollback(l.context, *vm, "before", false))
	l.untilStopped(vm)
	l.see(vm, "back")
	must(snapshots.Delete(l.context, *vm, "before"))
}

func main() {
	address, authority, token, secret, node, template := os.Args[1], os.Args[2], os.Args[3], os.Args[4], os.Args[5], os.Args[6]
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	l := &life{ctx, connect(address, authority, token, secret), map[string]any{}}
	version := must(l.client.GetVersion(ctx))
	l.seen["version"] = fmt.Sprintf("%d.%d.%d", version.Major, version.Minor, version.Patch)
	l.seen["before"] = l.names()
	vm := l.clone(must(strconv.Atoi(template)), node)
	l.setCores(vm, 4)
	must(l.client.ResizeQemuDiskRaw(ctx, vm, "virtio0", "+4G"))
	l.see(vm, "configured")
	l.run(vm)
	l.goBack(vm)
	check(vm.Delete(ctx, l.client))
	l.seen["after"] = l.names()
	check(json.NewEncoder(os.Stdout).Encode(l.seen))
}
