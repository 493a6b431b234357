import type { PowerOn } from "pve-simulator";
import { hostKey, operator } from "./keys";

/** The documents as PVE writes them for user odin, with a vendor document of the test's choosing. */
export function machine(number: number, vendorData = vendorDocument(), more: Partial<PowerOn> = {}): PowerOn {
  const mac = `BC:24:11:00:00:${number.toString(16).padStart(2, "0").toUpperCase()}`;
  const name = more.name ?? `machine-${number}`;
  return {
    vmId: 1000 + number,
    name,
    host: "asgard",
    cores: 2,
    memoryMiB: 4096,
    diskGiB: 50,
    diskId: `vm-${1000 + number}-disk-0`,
    image: "https://cloud-images.ubuntu.com/noble/20251213/noble-server-cloudimg-amd64.img",
    nics: [{ bridge: "vmbr0", mac, model: "virtio" }],
    pciIds: [],
    agentDevice: true,
    cloudInit: {
      metaData: `instance-id: ${name}-1\n`,
      userData: userDocument(name),
      vendorData,
      networkConfig: networkDocument(mac, `10.10.10.${100 + number}`),
    },
    ...more,
  };
}

export function userDocument(name: string): string {
  return `#cloud-config\nhostname: ${name}\nmanage_etc_hosts: true\nuser: odin\nssh_authorized_keys:\n  - ${operator.public}\nchpasswd:\n  expire: False\nusers:\n  - default\npackage_upgrade: true\n`;
}

export function networkDocument(mac: string, address: string): string {
  return `version: 1\nconfig:\n    - type: physical\n      name: eth0\n      mac_address: '${mac.toLowerCase()}'\n      subnets:\n      - type: static\n        address: '${address}'\n        netmask: '255.255.255.0'\n        gateway: '10.10.10.1'\n    - type: nameserver\n      address:\n      - '10.10.10.1'\n`;
}

/** A vendor document with the machine's host key and sudo, and whatever a test adds. */
export function vendorDocument(more = ""): string {
  const key = hostKey.private
    .trim()
    .split("\n")
    .map((line) => `    ${line}\n`)
    .join("");
  return `#cloud-config\nssh_keys:\n  ed25519_private: |\n${key}  ed25519_public: ${hostKey.public}\n${more}`;
}
