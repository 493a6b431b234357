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
  ...pcTips.nodes.map((machine) => ({
    role: `question to ${machine.name}`,
    script: renderTalosWaitsScript(pcTips, machine),
  })),
  ...pcTips.nodes.flatMap((machine) => {
    const secrets = { ...access, machineConfig: renderMachineConfig(pcTips, machine, exampleTalosSecrets) };
    return machine.role === "control-plane"
      ? [
          { role: `control plane ${machine.name}`, script: renderTalosServerScript(pcTips, machine, secrets) },
          { role: `turn ${machine.name}`, script: renderTalosHealthGateScript(pcTips, machine, machine, access) },
        ]
      : [
          { role: `worker ${machine.name}`, script: renderTalosWorkerScript(pcTips, machine, secrets) },
          { role: `worker turn ${machine.name}`, script: renderTalosDrainScript(pcTips, machine, access) },
        ];
  }),
];
