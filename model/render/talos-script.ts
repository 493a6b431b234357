import type { MachinePlan, TalosPlan } from "../cluster-plan";
import { extensionsOf, schematicId, schematicYaml } from "../talos-schematic";
import { renderBootstrapScript } from "./bootstrap-script";
import { renderKubeconfig } from "./kubeconfig";
import { machineIdentity, machineShape, turnOf, workerTurn } from "./script-variables";

/** Admin rights on both APIs of a cluster, as the files of their programs; the kubeconfig names no server yet. Secret. */
export interface Access {
  readonly talosconfig: string;
  readonly kubeconfig: string;
}

/** What a machine's script is rendered with. */
export interface MachineSecrets extends Access {
  readonly machineConfig: string;
}

/** With the function `image`. Holds no secret. */
export function renderImageScript(plan: TalosPlan): string {
  const extensions = extensionsOf(plan.cluster, plan.gpus.length > 0);
  return renderBootstrapScript({
    on: "operator",
    parts: ["talos-tools", "talos-image"],
    variables: {
      ...clusterVariables(plan),
      NODE_NAME: plan.cluster.name,
      IMAGE_FACTORY: plan.cluster.imageFactory,
      SCHEMATIC: schematicId(extensions),
      SCHEMATIC_YAML: schematicYaml(extensions),
    },
  });
}

/** The script of a control plane, with the functions `found`, `join` and `leave`. Contains secrets. */
export function renderTalosServerScript(plan: TalosPlan, machine: MachinePlan, secrets: MachineSecrets): string {
  return renderBootstrapScript({
    on: "operator",
    parts: [
      "talos-tools",
      "talos-configure",
      "talos-servers",
      "nodes",
      "gate",
      "leaving",
      "talos-server",
      "talos-leave",
    ],
    variables: {
      ...clusterVariables(plan),
      ...accessVariables(plan, secrets),
      ...machineVariables(plan, machine),
      MACHINE_CONFIG: secrets.machineConfig,
    },
  });
}

/**
 * The script of a worker, with the functions `join` and `leave`; `emptied` is what {@link renderTalosWorkerTurnScript} said
 * last. Contains secrets.
 */
export function renderTalosWorkerScript(
  plan: TalosPlan,
  machine: MachinePlan,
  secrets: MachineSecrets,
  emptied?: string,
): string {
  return renderBootstrapScript({
    on: "operator",
    parts: [
      ...["talos-tools", "talos-configure", "talos-servers", "nodes", "worker-turn"],
      ...["leaving", "talos-worker", "talos-leave"],
    ],
    variables: {
      ...clusterVariables(plan),
      ...accessVariables(plan, secrets),
      ...machineVariables(plan, machine),
      ...workerTurn(machine, emptied),
      MACHINE_CONFIG: secrets.machineConfig,
    },
  });
}

/** What is done before a worker's machine restarts, with the function `make_way`. Contains secrets. */
export function renderTalosWorkerTurnScript(plan: TalosPlan, machine: MachinePlan, secrets: Access): string {
  return renderBootstrapScript({
    on: "operator",
    parts: ["talos-tools", "nodes", "worker-turn", "talos-worker-turn"],
    variables: {
      ...clusterVariables(plan),
      ...accessVariables(plan, secrets),
      ...workerTurn(machine),
      NODE_NAME: machine.name,
    },
  });
}

/** What a control plane is asked before the machine of the next one is cloned or changed, with the function `vouch`. */
export function renderTalosTurnScript(plan: TalosPlan, asked: MachinePlan, next: MachinePlan, secrets: Access): string {
  return renderBootstrapScript({
    on: "operator",
    parts: ["talos-tools", "talos-servers", "gate", "talos-turn"],
    variables: {
      ...clusterVariables(plan),
      ...accessVariables(plan, secrets),
      NODE_NAME: asked.name,
      ADDRESS: asked.address,
      TURN_OF: turnOf(next),
    },
  });
}

/** Whether a machine is there as Talos, configured or not, with the function `waits`: yes or no. Holds no secret. */
export function renderTalosWaitsScript(plan: TalosPlan, { name, address }: MachinePlan): string {
  return renderBootstrapScript({
    on: "operator",
    parts: ["talos-tools", "talos-waits"],
    variables: {
      ...clusterVariables(plan),
      ...{ TALOS_ACCESS: "", KUBERNETES_ACCESS: "", MACHINE_CONFIG: "" },
      ...{ NODE_NAME: name, ADDRESS: address },
    },
  });
}

function clusterVariables({ stack, cluster, access }: TalosPlan): Record<string, string> {
  return {
    CLUSTER: cluster.name,
    STACK: stack,
    TALOS_VERSION: cluster.version,
    API_PROXY: access.apiProxy ?? "",
    VIP: cluster.vip ?? "",
  };
}

/** Not under the names the programs know: exported by whoever started Pulumi, they would reach every program's environment. */
function accessVariables({ cluster, access }: TalosPlan, given: Access): Record<string, string> {
  const { name: clusterName, endpointAddress } = cluster;
  const kubeconfig = renderKubeconfig(given.kubeconfig, { clusterName, endpointAddress, proxyUrl: access.apiProxy });
  return { TALOS_ACCESS: given.talosconfig, KUBERNETES_ACCESS: kubeconfig, MACHINE_CONFIG: "" };
}

function machineVariables({ access }: TalosPlan, machine: MachinePlan): Record<string, string> {
  return {
    ...machineIdentity(machine),
    ...machineShape(machine),
    ROLE: machine.role,
    ADDRESS: machine.address,
    DIAL_ATTEMPTS: String(access.dialAttempts),
  };
}
