import { join } from "node:path";
import type { K3sPlan } from "../../../../distributions/k3s/plan";
import { renderAgentScript, renderNodeScript, renderServerScript } from "../../../../distributions/k3s/script";
import { planFor } from "../../../../distributions/registry";
import type { NodePlan } from "../../../../model/cluster-plan";
import { loadStackFile } from "../../../../stack/load-stack-file";
import { parseConfig } from "../../../../stack/parse";
import { plan } from "../../../../stack/plan";
import type { Sections } from "../../../support/plans";
import type { Ran, SmallSimulationOptions } from "../../guests/support";
import { boot, clusterSimulation, on, run, secrets, succeed, type ClusterSimulation } from "../support";

/** asgard, as if k3s brought it up. */
export function k3sPlan(cluster: Readonly<Record<string, unknown>> = {}): K3sPlan {
  const { raw } = loadStackFile(join(__dirname, "../../../../Pulumi.asgard.yaml"));
  const sections = structuredClone(raw) as Sections;
  const { name, vip } = sections["cluster"] ?? {};
  sections["cluster"] = { name, vip, distribution: "k3s", version: "v1.34.1+k3s1", ...cluster };
  return planFor("k3s", plan(parseConfig(sections), "asgard"));
}

export const planned = k3sPlan();

/** A simulation in which machines can be booted one by one, with the releases of these plans to be had. */
export const k3sSimulation = (
  of: K3sPlan = planned,
  options: SmallSimulationOptions = {},
): Promise<ClusterSimulation> => clusterSimulation(options, of);

export const serverScript = (target: NodePlan, caHash: string, of: K3sPlan = planned): string =>
  renderServerScript(of, target, { ...secrets, caHash });

/** Initializes on the first server and joins the further ones in order; returns the CA's hash. */
export async function initCluster(
  simulation: ClusterSimulation,
  servers: readonly NodePlan[],
  of: K3sPlan = planned,
): Promise<string> {
  const [first, ...others] = servers;
  if (!first) throw new Error("no servers");
  await boot(simulation, first);
  const { stdout } = await succeed(run(simulation, first, serverScript(first, "", of), "init_cluster"));
  const caHash = stdout.trim();
  await succeed(run(simulation, first, serverScript(first, caHash, of), "join"));
  for (const server of others) {
    await boot(simulation, server);
    await succeed(run(simulation, server, serverScript(server, caHash, of), "join"));
  }
  return caHash;
}

export async function joinAgent(
  simulation: ClusterSimulation,
  target: NodePlan,
  contact: NodePlan,
  caHash: string,
  of: K3sPlan = planned,
): Promise<void> {
  await boot(simulation, target);
  const script = renderAgentScript(of, target, { agentToken: secrets.agentToken, caHash });
  await succeed(run(simulation, target, script, "join"));
  await succeed(run(simulation, contact, renderNodeScript(target), "register"));
}

/** kubectl as root on a server. */
export const kubectl = (simulation: ClusterSimulation, target: NodePlan, args: string): Promise<Ran> =>
  on(simulation, target, `sudo -n /usr/local/bin/k3s kubectl ${args}`);

/** k3s as people install it, without the program's scripts. */
export async function startByHand(
  simulation: ClusterSimulation,
  target: NodePlan,
  config: string,
  role: "server" | "agent" = "server",
): Promise<Ran> {
  await boot(simulation, target);
  const release = "https://github.com/k3s-io/k3s/releases/download/v1.34.1%2Bk3s1";
  return on(
    simulation,
    target,
    "sudo -n sh -s",
    `set -e
curl -fsSL -o /usr/local/bin/k3s ${release}/k3s
chmod 0755 /usr/local/bin/k3s
mkdir -p /etc/rancher/k3s
cat > /etc/rancher/k3s/config.yaml <<'END'
${config}
END
printf '[Service]\\nType=notify\\nExecStart=/usr/local/bin/k3s ${role}\\n' > /etc/systemd/system/k3s.service
systemctl daemon-reload
systemctl start k3s
`,
  );
}

/** What the service wrote. */
export const journal = (simulation: ClusterSimulation, target: NodePlan, unit = "k3s"): string =>
  (simulation.guests.machine(target.name)?.journal(`${unit}.service`) ?? []).join("\n");
