import type { NodePlan } from "../../../../model/cluster-plan";
import type { Ran } from "../../guests/support";
import { boot, cp1, on, type ClusterSimulation } from "../support";

// RKE2 as people install it, without the program's scripts.

const release = "https://github.com/rancher/rke2/releases/download/v1.34.1%2Brke2r1";

/** The first control plane's configuration. */
export const first = "token: secret\nagent-token: agent-secret\n";

/** The configuration of a server that joins it. */
export const joining = (more = "") =>
  `server: https://${cp1.address}:9345\ntoken: secret\nagent-token: agent-secret\n${more}`;

/** Installs the release and starts it with this configuration. */
export async function start(
  simulation: ClusterSimulation,
  target: NodePlan,
  kind: "server" | "agent",
  config: string,
  prepare = "true",
): Promise<Ran> {
  await boot(simulation, target);
  return on(
    simulation,
    target,
    "sudo -n sh -s",
    `set -e
curl -fsSL -o /tmp/rke2.tar.gz ${release}/rke2.linux-amd64.tar.gz
tar -xzf /tmp/rke2.tar.gz -C /usr/local
mkdir -p /etc/rancher/rke2/config.yaml.d /var/lib/rancher/rke2/server/manifests
cat > /etc/rancher/rke2/config.yaml <<'END'
${config}
END
${prepare}
systemctl daemon-reload
${kind === "agent" ? "timeout 300 " : ""}systemctl start rke2-${kind}
`,
  );
}

/** What the service wrote. */
export function journal(simulation: ClusterSimulation, target: NodePlan, kind = "server"): string {
  return (simulation.guests.machine(target.name)?.journal(`rke2-${kind}.service`) ?? []).join("\n");
}
