import { ran, rows, source, type Rows } from "../evidence";
import { booted, containerdTold } from "./first-boots";

const kubectl = ran("conformance/control-plane/kubectl", "answers what it is asked");
const etcd = (test: string) => ran("conformance/control-plane/etcd-members", test);
const manager = (path: string) => source("proxmox/pve-manager", `PVE/${path}`, "14a22df3");

/** Units of systemd, and fields of what others answer, by the names that scripts and components know them by. */
export const names: readonly Rows[] = [
  rows(
    booted,
    "unit: apt-daily-upgrade.timer",
    "unit: apt-daily.timer",
    "unit: console-setup",
    "unit: qemu-guest-agent",
    "unit: ssh",
    "unit: ssh.socket",
    "unit: systemd-modules-load",
  ),
  rows(containerdTold, "unit: containerd"),
  // Its release is a program alone: the units are the program's own, and systemd's to run.
  rows(
    ran(
      "conformance/first-boot/rke2-server",
      "initialize the cluster under a unit that systemd finds nothing wrong with",
    ),
    "unit: k3s",
  ),
  rows(
    ran("conformance/first-boot/rke2-worker", "is prepared, joins, and changes nothing when it runs again"),
    "unit: k3s-agent",
  ),
  rows(
    source("rancher/rke2", "bundle/lib/systemd/system/rke2-{server,agent}.service", "6ce1a8019"),
    "unit: rke2-server",
    "unit: rke2-agent",
  ),
  rows(
    source("kubernetes/kubernetes", "cmd/kubeadm/app/preflight/checks.go (ServiceCheck)", "v1.34.2"),
    "unit: kubelet",
  ),
  rows(
    kubectl,
    "Kubernetes: .items[*]",
    "Kubernetes: .metadata.annotations.homelab\\.dev/$1",
    "Kubernetes: .metadata.annotations.homelab\\.dev/labels",
    "Kubernetes: .metadata.annotations.homelab\\.dev/taints",
    "Kubernetes: .metadata.name",
    "Kubernetes: .spec.unschedulable",
    'Kubernetes: .status.addresses[?(@.type=="InternalIP")].address',
    "Kubernetes: .status.capacity.ephemeral-storage",
    'Kubernetes: .status.conditions[?(@.type=="Ready")].status',
  ),
  rows(
    source("k3s-io/k3s", "pkg/etcd/member_controller.go, pkg/etcd/etcd.go", "001bb93"),
    "Kubernetes: .metadata.annotations.etcd\\.k3s\\.cattle\\.io/removed-node-name",
  ),
  rows(
    etcd("shows a learner to the health gate from its announcement to its promotion"),
    "etcd: isLearner",
    "etcd: linearizable",
    "etcd: name",
    "etcd: peerURLs",
  ),
  rows(etcd("loses the member of a failed server, and again changes nothing"), "etcd: ID"),
  rows(
    source(
      "siderolabs/talos",
      "cmd/talosctl/cmd/talos/output/yaml.go, pkg/machinery/resources/block/{system_disk,discovered_volume}.go",
      "v1.13.9",
    ),
    "Talos: diskID",
    "Talos: node",
    "Talos: parent",
    "Talos: size",
  ),
  rows(
    manager("API2/Cluster.pm (resources, status), PVE/API2Tools.pm"),
    "Proxmox VE: hastate",
    "Proxmox VE: lock",
    "Proxmox VE: name",
    "Proxmox VE: node",
    "Proxmox VE: quorate",
    "Proxmox VE: status",
    "Proxmox VE: template",
    "Proxmox VE: type",
    "Proxmox VE: vmid",
  ),
  rows(manager("API2/Tasks.pm"), "Proxmox VE: exitstatus", "Proxmox VE: id"),
  rows(manager("API2/Network.pm"), "Proxmox VE: comments", "Proxmox VE: iface"),
  rows(source("proxmox/pve-storage", "src/PVE/API2/Storage/Content.pm", "9.1.0"), "Proxmox VE: volid"),
  rows(
    source(
      "proxmox/qemu-server",
      "src/PVE/QemuServer.pm (description), src/PVE/QemuServer/Drive.pm (size)",
      "e6352be6",
    ),
    "Proxmox VE: a drive's size=",
    "Proxmox VE: cicustom",
    "Proxmox VE: description",
  ),
];
