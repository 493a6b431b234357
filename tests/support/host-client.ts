import { PveClient } from "../../components/pve-client";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";

/** The host as somebody with the program's token sees it. */
export function hostClient(rehearsal: Rehearsal): PveClient {
  return clientWith(rehearsal, rehearsal.world.credentials.apiToken);
}

/** The host as whoever else works on it. */
export function administrator(rehearsal: Rehearsal): PveClient {
  return clientWith(rehearsal, rehearsal.world.credentials.administratorToken);
}

function clientWith({ world, pulumi }: Rehearsal, apiToken: string): PveClient {
  return new PveClient({ endpoint: world.proxmox.endpoint, insecure: false, apiToken, env: pulumi.settings.env });
}
