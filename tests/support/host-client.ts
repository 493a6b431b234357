import { PveClient } from "../../scripts/recover/pve-client";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";

/** The host as somebody with a token sees it. */
export function hostClient({ world, pulumi }: Rehearsal): PveClient {
  const { SSL_CERT_FILE: caFile = "" } = pulumi.settings.env;
  return new PveClient({
    endpoint: world.proxmox.endpoint,
    insecure: false,
    apiToken: world.credentials.apiToken,
    caFile,
  });
}
