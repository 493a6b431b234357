import type { MachinePlan } from "../../model/cluster-plan";
import type { Rke2Plan } from "./plan";
import { renderBootstrapScript } from "../../model/render/bootstrap-script";
import { agentFiles, serverFiles } from "./files";
import { nodeVariables, sizeVariables, drainVariables } from "../../model/render/script-variables";

/** What a server must hold to join; `caHash` is empty for the first control plane, whose CA does not exist yet. */
export interface ServerSecrets {
  readonly token: string;
  readonly agentToken: string;
  readonly caHash: string;
}

/** The script of a server, with the functions `init_cluster`, `join` and `leave`. Contains secrets. */
export function renderServerScript(plan: Rke2Plan, machine: MachinePlan, secrets: ServerSecrets): string {
  // Only those before it: a server that is added later must not change the script of those that live.
  const earlier = plan.machines.filter(
    (other) => (other.controlPlaneIndex ?? Infinity) < (machine.controlPlaneIndex ?? 0),
  );
  return renderBootstrapScript({
    parts: ["root-disk", "rke2/install", "rke2/kubectl", "etcd-voters", "nodes", "gate", "leaving", "rke2/server"],
    variables: {
      ...nodeVariables(machine),
      ...sizeVariables(machine),
      ...release(plan, plan.cluster.version),
      VIP: plan.cluster.vip ?? "",
      EARLIER_SERVERS: earlier.map((other) => other.address).join(" "),
      TOKEN: secrets.token,
      AGENT_TOKEN: secrets.agentToken,
      CA_HASH: secrets.caHash,
    },
    files: serverFiles(plan, machine),
  });
}

/** How a server that is dead leaves, through one that lives, with the function `remove_failed`. */
export function renderDeadServerScript(dead: MachinePlan): string {
  return renderBootstrapScript({
    parts: ["rke2/kubectl", "etcd-voters", "leaving", "rke2/dead-server", "dead-server"],
    variables: { NODE_NAME: dead.name, DEAD_ADDRESS: dead.address },
  });
}

/** The script of a worker, with the function `join`. Contains secrets. */
export function renderAgentScript(
  plan: Rke2Plan,
  machine: MachinePlan,
  secrets: Pick<ServerSecrets, "agentToken" | "caHash">,
): string {
  return renderBootstrapScript({
    parts: ["root-disk", "rke2/install", "rke2/agent"],
    variables: {
      ...nodeVariables(machine),
      ...sizeVariables(machine),
      ...release(plan, plan.cluster.agentVersion ?? plan.cluster.version),
      AGENT_TOKEN: secrets.agentToken,
      CA_HASH: secrets.caHash,
    },
    files: agentFiles(plan, machine),
  });
}

/** What a server does for a worker, with the functions `register` and `remove`; `drained` is what the worker's turn said last. */
export function renderNodeScript(machine: MachinePlan, drained?: string): string {
  return renderBootstrapScript({
    parts: ["rke2/kubectl", "nodes", "drain", "node"],
    variables: { ...nodeVariables(machine), ...drainVariables(machine, drained) },
  });
}

function release(plan: Rke2Plan, version: string): Record<string, string> {
  return {
    RKE2_VERSION: version,
    RELEASE_URL: `https://github.com/rancher/rke2/releases/download/${encodeURIComponent(version)}`,
    ARTIFACT_SHA256: plan.cluster.artifactSha256 ?? "",
  };
}
