import type { NodePlan } from "../../model/cluster-plan";
import type { TalosPlan } from "./plan";
import { vendorOf } from "../../model/gpu-vendor";
import { extensionsOf, schematicId, schematicYaml } from "./schematic";
import { renderBootstrapScript } from "../bootstrap-script";
import { drainVariables } from "../../model/render/script-variables";
import { type AdminAccess, accessVariables, clusterVariables, machineVariables } from "./variables";

/** What a machine's script is rendered with. */
export interface TalosNodeSecrets extends AdminAccess {
  readonly machineConfig: string;
}

/** With the function `image`. Contains no secret. */
export function renderImageScript(plan: TalosPlan): string {
  const extensions = extensionsOf(plan.cluster, plan.gpus.map(vendorOf));
  return renderBootstrapScript({
    on: "operator",
    parts: ["talos/tools", "talos/image"],
    variables: {
      ...clusterVariables(plan),
      NODE_NAME: plan.cluster.name,
      IMAGE_FACTORY: plan.cluster.imageFactory,
      SCHEMATIC: schematicId(extensions),
      SCHEMATIC_YAML: schematicYaml(extensions),
    },
  });
}

/** The script of a control plane, with the functions `init_cluster`, `join` and `leave`. Contains secrets. */
export function renderTalosServerScript(plan: TalosPlan, node: NodePlan, secrets: TalosNodeSecrets): string {
  return renderBootstrapScript({
    on: "operator",
    parts: [
      "talos/tools",
      "talos/configure",
      "talos/servers",
      "nodes",
      "gate",
      "drain",
      "talos/disk",
      "leaving",
      "talos/server",
      "talos/leave",
    ],
    variables: {
      ...clusterVariables(plan),
      ...accessVariables(plan, secrets),
      ...machineVariables(plan, node),
      MACHINE_CONFIG: secrets.machineConfig,
    },
  });
}

/**
 * The script of a worker, with the functions `join` and `leave`; `drained` is the output of its last drain. Contains
 * secrets.
 */
export function renderTalosWorkerScript(
  plan: TalosPlan,
  node: NodePlan,
  secrets: TalosNodeSecrets,
  drained?: string,
): string {
  return renderBootstrapScript({
    on: "operator",
    parts: [
      "talos/tools",
      "talos/configure",
      "talos/servers",
      "nodes",
      "drain",
      "talos/disk",
      "leaving",
      "talos/worker",
      "talos/leave",
    ],
    variables: {
      ...clusterVariables(plan),
      ...accessVariables(plan, secrets),
      ...machineVariables(plan, node),
      ...drainVariables(node, drained),
      MACHINE_CONFIG: secrets.machineConfig,
    },
  });
}

/** Whether Talos is up on a machine without its configuration, with the function `waits`: yes or no. Contains no secret. */
export function renderTalosWaitsScript(plan: TalosPlan, { name, address }: NodePlan): string {
  return renderBootstrapScript({
    on: "operator",
    parts: ["talos/tools", "talos/waits"],
    variables: {
      ...clusterVariables(plan),
      TALOS_ACCESS: "",
      KUBERNETES_ACCESS: "",
      MACHINE_CONFIG: "",
      NODE_NAME: name,
      ADDRESS: address,
    },
  });
}
