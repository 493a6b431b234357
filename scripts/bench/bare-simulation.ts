import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TemplatePlan } from "../../model/cluster-plan";
import type { StackPlan } from "../../distributions/distribution";
import { deriveSimulation } from "../../rehearsal/derive-simulation";
import { profiles } from "../../rehearsal/latencies";
import { startSimulation, type Simulation } from "../../rehearsal/start-simulation";
import { PveClient } from "../../components/pve-client";

export interface BareSimulation {
  readonly simulation: Simulation;
  readonly client: PveClient;
}

/** A plan's simulation with its templates made and nothing else; the authority of its API lies in `ca.pem`. */
export async function startBareSimulation(plan: StackPlan, directory: string): Promise<BareSimulation> {
  const simulation = await startSimulation({ spec: deriveSimulation(plan), latencies: profiles.fast, seed: 1 });
  const caFile = join(directory, "ca.pem");
  writeFileSync(caFile, simulation.proxmox.caPem);
  const { endpoint } = simulation.proxmox;
  const client = new PveClient({
    endpoint,
    insecure: false,
    apiToken: simulation.credentials.apiToken,
    env: { SSL_CERT_FILE: caFile },
  });
  try {
    for (const template of plan.templates) await makeTemplate(client, template);
  } catch (error) {
    await simulation.close();
    throw error;
  }
  return { simulation, client };
}

/** Downloads the image and makes a template of it, with the API alone. */
async function makeTemplate(client: PveClient, plan: TemplatePlan): Promise<void> {
  const query = (params: Record<string, string>): string => new URLSearchParams(params).toString();
  const image = query({
    content: "import",
    url: plan.imageUrl,
    filename: plan.imageName,
    ...(plan.imageSum === undefined
      ? {}
      : { checksum: plan.imageSum.value, "checksum-algorithm": plan.imageSum.algorithm }),
  });
  await client.task("POST", `/nodes/${plan.host}/storage/${plan.imageStorage}/download-url?${image}`);
  const machine = query({
    vmid: `${plan.vmId}`,
    name: plan.name,
    memory: "2048",
    scsihw: "virtio-scsi-pci",
    boot: "order=virtio0",
    net0: `virtio,bridge=${plan.bridge}`,
    virtio0: `${plan.diskStorage}:0,import-from=${plan.imageStorage}:import/${plan.imageName}`,
  });
  await client.task("POST", `/nodes/${plan.host}/qemu?${machine}`);
  await client.task("POST", `/nodes/${plan.host}/qemu/${plan.vmId}/template`);
}
