import { stringify } from "yaml";

/**
 * A stack of as many machines as wanted, three of them servers, dealt out to hosts of one Proxmox cluster with room for all
 * on each; a host's own storage holds its machines.
 */
export function largeStack(machines: number, hosts = 1): string {
  const names = Array.from({ length: machines }, (_, index) => index);
  const file = {
    config: {
      "homelab:proxmox": { endpoint: "https://192.0.2.2:8006/", hosts: roomyHosts(machines, hosts) },
      "homelab:network": { subnets: { lan: { cidr: "172.16.0.0/16", gateway: "172.16.0.1", bridge: "vmbr0" } } },
      "homelab:template": template,
      "homelab:access": { user: "admin", authorizedKeys: [authorizedKey] },
      "homelab:cluster": {
        name: "large",
        distribution: "rke2",
        version: "v1.34.1+rke2r1",
        vip: "172.16.0.10",
        podCidr: "10.40.0.0/14",
        serviceCidr: "10.96.0.0/16",
      },
      "homelab:pools": {
        controlPlane: { cores: 2, memoryMiB: 4096, diskGiB: 20, storage: "local-zfs" },
        worker: { cores: 2, memoryMiB: 4096, diskGiB: 20, storage: "local-zfs" },
      },
      "homelab:nodes": Object.fromEntries(names.map((index) => [`machine-${index + 1}`, node(index, hosts)])),
    },
  };
  // A folded line is not the same to every reader of YAML.
  return stringify(file, { lineWidth: 0 });
}

const hostName = (index: number) => (index === 0 ? "pve" : `pve-${index + 1}`);

function roomyHosts(machines: number, hosts: number) {
  return Object.fromEntries(
    Array.from({ length: hosts }, (_, index) => [
      hostName(index),
      { ...roomyHost(machines, index), ...(index > 0 && { templateVmId: 900 + index }) },
    ]),
  );
}

function roomyHost(machines: number, index: number) {
  return {
    address: `192.0.2.${2 + index}`,
    threads: 4 * machines,
    memoryMiB: 8192 * machines,
    bridges: ["vmbr0"],
    storages: {
      "local-zfs": { type: "zfspool", content: ["images"], capacityGiB: 40 * machines },
      local: { type: "dir", content: ["import", "snippets"], capacityGiB: 100 },
    },
  };
}

function node(index: number, hosts: number) {
  const slot = index + 1;
  return {
    ...(hosts > 1 && { host: hostName(index % hosts) }),
    role: index < 3 ? "control-plane" : "worker",
    vmId: 1000 + slot,
    address: `172.16.${1 + Math.floor(slot / 200)}.${10 + (slot % 200)}`,
  };
}

const template = {
  vmId: 900,
  name: "noble",
  image: {
    url: "https://cloud-images.ubuntu.com/releases/noble/release-20251213/ubuntu-24.04-server-cloudimg-amd64.img",
    sha256: "2b5f90ffe8180def601c021c874e55d8303e8bcbfc66fee2b94414f43ac5eb1f",
  },
  diskStorage: "local-zfs",
};

/** A public key nobody holds the other half of. */
const authorizedKey =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJM2JFPZpoKr0S1GHsFQGUMDZU4RRszhU29Kg1OXfqJa someone@example";
