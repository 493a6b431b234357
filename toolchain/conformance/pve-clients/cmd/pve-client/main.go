// pve-client leads the life of a virtual machine as github.com/luthermonson/go-proxmox asks for it, and prints what it saw.
// Arguments: address of the API, authority, token id, secret, node, id of the template.
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"sort"
	"strconv"
	"time"

	"github.com/luthermonson/go-proxmox"
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
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}
	return proxmox.NewClient(address+"api2/json",
		proxmox.WithHTTPClient(&http.Client{Transport: transport}), proxmox.WithAPIToken(token, secret))
}

type life struct {
	context context.Context
	node    *proxmox.Node
	seen    map[string]any
}

func (l *life) done(task *proxmox.Task, err error) {
	check(err)
	check(task.Wait(l.context, 50*time.Millisecond, 30*time.Second))
	if task.IsFailed {
		check(fmt.Errorf("%s: %s", task.Type, task.ExitStatus))
	}
}

func (l *life) names() []string {
	names := []string{}
	for _, vm := range must(l.node.VirtualMachines(l.context)) {
		names = append(names, vm.Name)
	}
	sort.Strings(names)
	return names
}

func (l *life) clone(template int) *proxmox.VirtualMachine {
	source := must(l.node.VirtualMachine(l.context, template))
	number, task, err := source.Clone(l.context, &proxmox.VirtualMachineCloneOptions{Name: "worker", Full: true})
	l.done(task, err)
	return must(l.node.VirtualMachine(l.context, number))
}

func (l *life) configure(vm *proxmox.VirtualMachine) {
	l.done(vm.Config(l.context,
		proxmox.VirtualMachineOption{Name: "cores", Value: 4},
		proxmox.VirtualMachineOption{Name: "memory", Value: 4096},
		proxmox.VirtualMachineOption{Name: "ipconfig0", Value: "ip=10.0.0.9/24,gw=10.0.0.1"}))
	l.done(vm.AddTag(l.context, "blue"))
	l.done(vm.ResizeDisk(l.context, "virtio0", "+4G"))
	l.see(vm, "configured")
}

func (l *life) see(vm *proxmox.VirtualMachine, when string) {
	now := must(l.node.VirtualMachine(l.context, int(vm.VMID)))
	config := now.VirtualMachineConfig
	l.seen[when] = map[string]any{
		"cores": config.Cores, "memory": config.Memory, "tags": config.Tags, "virtio0": config.VirtIOs["virtio0"],
		"status": now.Status,
	}
}

func (l *life) run(vm *proxmox.VirtualMachine) {
	l.done(vm.Start(l.context))
	check(vm.WaitForAgent(l.context, 20))
	interfaces := []string{}
	for _, one := range must(vm.AgentGetNetworkIFaces(l.context)) {
		interfaces = append(interfaces, one.Name)
	}
	l.seen["interfaces"] = interfaces
}

func (l *life) goBack(vm *proxmox.VirtualMachine) {
	l.done(vm.NewSnapshot(l.context, "before"))
	names := []string{}
	for _, one := range must(vm.Snapshots(l.context)) {
		names = append(names, one.Name)
	}
	sort.Strings(names)
	l.seen["snapshots"] = names
	snapshot := vm.Snapshot("before")
	check(snapshot.UpdateConfig(l.context, &proxmox.VirtualMachineSnapshotUpdateOptions{Description: "all is well"}))
	l.seen["description"] = must(snapshot.Config(l.context))["description"]
	l.done(vm.Config(l.context, proxmox.VirtualMachineOption{Name: "cores", Value: 1}))
	l.done(snapshot.Rollback(l.context))
	l.see(vm, "back")
	l.done(snapshot.Delete(l.context))
}

func main() {
	address, authority, token, secret, node, template := os.Args[1], os.Args[2], os.Args[3], os.Args[4], os.Args[5], os.Args[6]
	client := connect(address, authority, token, secret)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	l := &life{ctx, must(client.Node(ctx, node)), map[string]any{}}
	l.seen["version"] = must(client.Version(ctx)).Version
	must(client.Cluster(ctx))
	l.seen["before"] = l.names()
	vm := l.clone(must(strconv.Atoi(template)))
	l.configure(vm)
	l.run(vm)
	l.goBack(vm)
	l.done(vm.Delete(ctx, &proxmox.VirtualMachineDeleteOptions{Purge: true}))
	l.seen["after"] = l.names()
	check(json.NewEncoder(os.Stdout).Encode(l.seen))
}
