import type { Clusters } from "../../cluster/clusters";
import { readRancherConfig, secretOf } from "./config";
import type { NodeConfig } from "./node-config";
import { contact, type Joinable } from "./contact";
import { Fatal } from "../../cluster/service-process";
import { presentPassword } from "./node-password";
import type { RancherProcess } from "./process";
import { rancherRegistration } from "./settings";

/** A node that comes back has its images and certificates already. */
const RETURN_SHARE = 0.3;

/** `rancher agent`: finds a server, is let in by token and node password, and registers. */
export async function runAgent(process: RancherProcess, clusters: Clusters): Promise<void> {
  const { guest, kind } = process;
  const config = readRancherConfig(guest.tree, kind, "agent");
  for (const warning of config.warnings) process.log("warning", warning);
  const { cluster, rancher } = await findCluster(process, clusters, config);
  const registration = rancherRegistration(config, guest, false, process.version);
  await presentPassword(process, rancher, registration.name);
  const known = cluster.nodes.has(registration.name);
  const ms = guest.context.latencies.agentJoin * (known ? RETURN_SHARE : 1);
  await guest.context.events.span(guest.name, `${kind.units.agent} start`, ms, () => process.work(ms));
  while (!cluster.answers()) await process.pause(2);
  cluster.register(registration);
  if (!known) cluster.emit("agent-joined", guest.name);
  process.signal.addEventListener("abort", () => cluster.kubeletSilent(registration.name), { once: true });
  process.log("info", `${kind.name} agent is up and running`);
  process.ready();
}

/** An agent keeps asking while nobody answers; a wrong token ends it. */
async function findCluster(process: RancherProcess, clusters: Clusters, config: NodeConfig): Promise<Joinable> {
  const { guest } = process;
  const url = config.text("server");
  const token = secretOf(config, guest.tree, "token");
  if (url === undefined) throw new Fatal("--server is required");
  if (token === undefined) throw new Fatal("--token is required");
  for (;;) {
    try {
      return contact(process, clusters, url, token, "agent");
    } catch (error) {
      if (!(error instanceof Fatal) || !error.message.startsWith("failed to get CA certs")) throw error;
      process.log("error", `Failed to validate connection to cluster at ${url}: ${error.message}`);
      await process.pause(5);
    }
  }
}
