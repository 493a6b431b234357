import type { PveAccess, PveClient } from "../../components/pve-client";
import { nodeNames } from "../../model/node-names";
import { clientOfAll } from "../../components/pve-clients";
import type { Simulation } from "../../rehearsal/start-simulation";

/** The simulated hosts through their APIs, with the program's tokens or as another user. */
export function simulationClient(
  simulation: Simulation,
  who: "program" | "administrator",
  env: PveAccess["env"],
): PveClient {
  const { proxmox, context, credentials } = simulation;
  const { apiToken, apiTokens, administratorToken } = credentials;
  const hosts = Object.entries(context.spec.hosts);
  const names = [...new Set(hosts.map(([, { installation = "" }]) => installation))].sort();
  return clientOfAll(
    names.map((name) => {
      const own = hosts.filter(([, { installation = "" }]) => installation === name).map(([host]) => host);
      const endpoint = proxmox.endpoints.get(own[0] ?? "") ?? proxmox.endpoint;
      const token = who === "administrator" ? administratorToken : (apiTokens[name] ?? apiToken);
      const installation = { name, endpoint, insecure: false, hosts: own };
      return { ...installation, apiToken: token, names: nodeNames({ proxmox: context.spec }, installation) };
    }),
    env,
  );
}
