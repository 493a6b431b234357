import { createHash } from "node:crypto";

/** Prefix registered to Proxmox Server Solutions GmbH, which Proxmox itself uses since 8.1. */
const PREFIX = "BC:24:11";

/**
 * The fixed MAC address of a machine: the VM id added to a start value of the cluster. Two machines of one cluster never
 * share one unless their ids differ by a multiple of 2^24.
 */
export function derivedMacAddress(cluster: string, vmId: number): string {
  const start = createHash("sha256").update(cluster).digest().readUIntBE(0, 3);
  const suffix = ((start + vmId) % 0x1000000).toString(16).toUpperCase().padStart(6, "0");
  return [PREFIX, ...(suffix.match(/../g) ?? [])].join(":");
}
