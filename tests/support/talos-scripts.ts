import { kubeconfigOf } from "../../distributions/talos/kubeconfig";
import { renderMachineConfig } from "../../distributions/talos/documents";
import {
  renderImageScript,
  renderTalosServerScript,
  renderTalosWaitsScript,
  renderTalosWorkerScript,
} from "../../distributions/talos/script";
import { renderTalosHealthGateScript, renderTalosDrainScript } from "../../distributions/talos/gate-and-drain-scripts";
import { exampleTalosSecrets, pcTipsPlan } from "./pc-tips";

const pcTips = pcTipsPlan();
const credentials = { certificate: "its certificate", key: "its key", authority: "the CA" };
const access = { talosconfig: "context: pc-tips\n", kubeconfig: kubeconfigOf(credentials) };

/** Every script the program runs for pc-tips, as the operator's computer gets it. */
export const talosScripts = [
  { role: "image of pc-tips", script: renderImageScript(pcTips) },
  ...pcTips.nodes.map((node) => ({
    role: `question to ${node.name}`,
    script: renderTalosWaitsScript(pcTips, node),
  })),
  ...pcTips.nodes.flatMap((node) => {
    const secrets = { ...access, machineConfig: renderMachineConfig(pcTips, node, exampleTalosSecrets) };
    return node.role === "control-plane"
      ? [
          { role: `control plane ${node.name}`, script: renderTalosServerScript(pcTips, node, secrets) },
          { role: `health gate ${node.name}`, script: renderTalosHealthGateScript(pcTips, node, node, access) },
        ]
      : [
          { role: `worker ${node.name}`, script: renderTalosWorkerScript(pcTips, node, secrets) },
          { role: `drain ${node.name}`, script: renderTalosDrainScript(pcTips, node, access) },
        ];
  }),
];
