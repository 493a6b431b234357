import type { NodePlan } from "../../model/cluster-plan";
import { renderBootstrapScript } from "../bootstrap-script";
import { drainVariables, gatedNode, nodeVariables, sizeVariables } from "../../model/render/script-variables";
import type { PlanOf } from "../distribution";
import type { RancherName, RancherProgram } from "./program";

/** What a server needs to join; `caHash` is empty for the first control plane, whose CA does not exist yet. */
export interface ServerSecrets {
  readonly token: string;
  readonly agentToken: string;
  readonly caHash: string;
}

/** The scripts of one of them. Common parts are here; `names`, `install` and `leave` are its own. */
export function rancherScripts<D extends RancherName>(program: RancherProgram<D>) {
  const names = `${program.name}/names`;
  const asServer = [names, "rancher/kubectl"];
  const install = [names, `${program.name}/install`, "rancher/install"];

  const release = ({ cluster }: PlanOf<D>, version: string): Record<string, string> => ({
    RELEASE: version,
    RELEASE_URL: `https://github.com/${program.repository}/releases/download/${encodeURIComponent(version)}`,
    ARTIFACT_SHA256: cluster.artifactSha256 ?? "",
  });

  const versionOf = ({ cluster }: PlanOf<D>, { role }: NodePlan) =>
    role === "worker" ? (cluster.agentVersion ?? cluster.version) : cluster.version;

  return {
    /** The script of a server, with the functions `init_cluster`, `join` and `leave`. Contains secrets. */
    renderServerScript: (plan: PlanOf<D>, node: NodePlan, secrets: ServerSecrets): string => {
      // Only those before it: adding a server must not change the scripts of existing ones.
      const earlier = plan.nodes.filter(
        (other) => (other.controlPlaneIndex ?? Infinity) < (node.controlPlaneIndex ?? 0),
      );
      const rest = ["rancher/kubectl", "etcd-voters", "nodes", "gate", "leaving", `${program.name}/leave`];
      return renderBootstrapScript({
        parts: ["root-disk", ...install, ...rest, "rancher/server"],
        variables: {
          ...nodeVariables(node),
          ...sizeVariables(node),
          ...release(plan, versionOf(plan, node)),
          VIP: plan.cluster.vip ?? "",
          EARLIER_SERVERS: earlier.map((other) => other.address).join(" "),
          TOKEN: secrets.token,
          AGENT_TOKEN: secrets.agentToken,
          CA_HASH: secrets.caHash,
        },
        files: program.serverFiles(plan, node),
      });
    },

    /** What can be done before there is a cluster, with the function `prepare`. */
    renderPrepareScript: (plan: PlanOf<D>, node: NodePlan): string =>
      renderBootstrapScript({
        parts: [...install, "rancher/prepare"],
        variables: { NODE_NAME: node.name, ...release(plan, versionOf(plan, node)) },
      }),

    /** Removes a failed server through a healthy one, with the function `remove_failed`. */
    renderFailedServerScript: (failed: NodePlan): string =>
      renderBootstrapScript({
        parts: [...asServer, "etcd-voters", "leaving", "rancher/failed-server", "failed-server"],
        variables: { NODE_NAME: failed.name, FAILED_ADDRESS: failed.address },
      }),

    /** The script of a worker, with the function `join`. Contains secrets. */
    renderAgentScript: (
      plan: PlanOf<D>,
      node: NodePlan,
      secrets: Pick<ServerSecrets, "agentToken" | "caHash">,
    ): string =>
      renderBootstrapScript({
        parts: ["root-disk", ...install, "rancher/agent"],
        variables: {
          ...nodeVariables(node),
          ...sizeVariables(node),
          ...release(plan, versionOf(plan, node)),
          AGENT_TOKEN: secrets.agentToken,
          CA_HASH: secrets.caHash,
        },
        files: program.agentFiles(plan, node),
      }),

    /**
     * What a server does for a worker, with the functions `register` and `remove`; `drained` is the output of its node's
     * last drain.
     */
    renderNodeScript: (node: NodePlan, drained?: string): string =>
      renderBootstrapScript({
        parts: [...asServer, "nodes", "drain", "node"],
        variables: { ...nodeVariables(node), ...drainVariables(node, drained) },
      }),

    /**
     * The health check on a server before the machine of the next one is cloned or changed, with the function `health_gate`.
     */
    renderHealthGateScript: (plan: PlanOf<D>, contact: NodePlan, next: NodePlan): string =>
      renderBootstrapScript({
        parts: [...asServer, "etcd-voters", "gate"],
        variables: { NODE_NAME: contact.name, VIP: plan.cluster.vip ?? "", GATED_NODE: gatedNode(next) },
      }),

    /** What a server does before a worker's machine restarts, with the function `drain_worker`. */
    renderDrainScript: (node: NodePlan): string =>
      renderBootstrapScript({
        parts: [...asServer, "nodes", "drain"],
        variables: { NODE_NAME: node.name, ...drainVariables(node) },
      }),
  };
}

export type RancherScripts<D extends RancherName> = ReturnType<typeof rancherScripts<D>>;
