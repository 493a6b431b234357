import { PveClient } from "../../components/pve-client";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";

/** The host as somebody with the program's token sees it. */
export function hostClient({ simulation, pulumi }: Rehearsal): PveClient {
  const { apiToken } = simulation.credentials;
  return new PveClient({ endpoint: simulation.proxmox.endpoint, insecure: false, apiToken, env: pulumi.settings.env });
}

/** The host for another user of it. */
export function administrator(rehearsal: Rehearsal): PveClient {
  return rehearsal.administrator;
}
