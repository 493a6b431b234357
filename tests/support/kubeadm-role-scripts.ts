import { join } from "node:path";
import { planFor } from "../../distributions/registry";
import { loadStackFile } from "../../model/load-stack-file";
import { parseConfig } from "../../model/parse";
import { plan } from "../../model/plan";
import { joinTokenScript } from "../../distributions/kubeadm/files";
import {
  renderControlPlaneScript,
  renderKubeadmFailedServerScript,
  renderKubeadmNodeScript,
  renderWorkerScript,
} from "../../distributions/kubeadm/script";
import {
  renderKubeadmHealthGateScript,
  renderKubeadmDrainScript,
} from "../../distributions/kubeadm/gate-and-drain-scripts";
import { joinInputs, serverInputs } from "./kubeadm-inputs";

const { raw } = loadStackFile(join(__dirname, "../engine/stacks/Pulumi.kubeadm-ha.yaml"));
const three = planFor("kubeadm", plan(parseConfig(raw), "kubeadm-ha"));

/** Every script the program runs on machines of kubeadm, and the one it leaves there. */
export const kubeadmRoleScripts = [
  { role: "join-token", script: joinTokenScript() },
  ...three.nodes.flatMap((machine) =>
    machine.role === "control-plane"
      ? [
          {
            role: `kubeadm control plane ${machine.name}`,
            script: renderControlPlaneScript(three, machine, serverInputs(three, machine)),
          },
          { role: `kubeadm turn ${machine.name}`, script: renderKubeadmHealthGateScript(three, machine, machine) },
          { role: `kubeadm failed server ${machine.name}`, script: renderKubeadmFailedServerScript(machine, machine) },
        ]
      : [
          {
            role: `kubeadm worker ${machine.name}`,
            script: renderWorkerScript(three, machine, joinInputs(three, machine)),
          },
          { role: `kubeadm node ${machine.name}`, script: renderKubeadmNodeScript(machine, machine) },
          { role: `kubeadm worker turn ${machine.name}`, script: renderKubeadmDrainScript(machine, machine) },
        ],
  ),
];
