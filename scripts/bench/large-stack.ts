import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";

interface StackFile {
  readonly config: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * A stack of as many machines as wanted, three of them servers, dealt out to hosts of one Proxmox cluster with capacity for all
 * on each; a host's own storage holds its machines.
 */
export function largeStack(machines: number, hosts = 1): string {
  const { config } = parse(readFileSync(join(__dirname, "large-stack.yaml"), "utf8")) as StackFile;
  const names = Array.from({ length: machines }, (_, index) => index);
  const file = {
    config: {
      ...config,
      "homelab:proxmox": { ...config["homelab:proxmox"], hosts: roomyHosts(machines, hosts) },
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
