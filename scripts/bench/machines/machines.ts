import type { ProxmoxVmArgs } from "../../../components/proxmox-vm";

/** What both programs build: a connection, and machines in the provider's own words. */
export interface Machines {
  readonly endpoint: string;
  readonly apiToken: string;
  readonly machines: readonly (ProxmoxVmArgs & { readonly name: string })[];
}

/** Names the file with the machines, for the Pulumi program. */
export const MACHINES_FILE = "HOMELAB_BENCH_MACHINES";
