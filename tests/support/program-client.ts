import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Proxmox } from "pve-simulator";
import { PveClient } from "../../components/pve-client";
import { spec } from "../../packages/pve-simulator/tests/support/simulations";

const directory = mkdtempSync(join(tmpdir(), "homelab-ca-"));
afterAll(() => rmSync(directory, { recursive: true }));

/** A test's own Proxmox as the program sees it: with its token, and by its certificate. */
export function programClient({ endpoint, caPem }: Pick<Proxmox, "endpoint" | "caPem">): PveClient {
  const caFile = join(directory, "ca.pem");
  writeFileSync(caFile, caPem);
  const apiToken = `${spec.token.id}=${spec.token.secret}`;
  return new PveClient({ endpoint, insecure: false, apiToken, env: { SSL_CERT_FILE: caFile } });
}
