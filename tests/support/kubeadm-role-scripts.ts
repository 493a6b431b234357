import { join } from "node:path";
import { planFor } from "../../distributions/registry";
import { loadStackFile } from "../../model/load-stack-file";
import { parseConfig } from "../../model/parse";
import { plan } from "../../model/plan";
import { mintScript } from "../../distributions/kubeadm/files";
import {
  renderControlPlaneScript,
  renderKubeadmDeadServerScript,
  renderKubeadmNodeScript,
  renderWorkerScript,
} from "../../distributions/kubeadm/script";
import { renderKubeadmTurnScript, renderKubeadmWorkerTurnScript } from "../../distributions/kubeadm/turn-scripts";
import { joinMaterial, serverMaterial } from "./kubeadm-material";

const { raw } = loadStackFile(join(__dirname, "../engine/stacks/Pulumi.kubeadm-ha.yaml"));
const three = planFor("kubeadm", plan(parseConfig(raw), "kubeadm-ha"));

/** Every script the program runs on machines of kubeadm, and the one it leaves there. */
export const kubeadmRoleScripts = [
  { role: "mint", script: mintScript() },
  ...three.machines.flatMap((machine) =>
    machine.role === "control-plane"
      ? [
          {
            role: `kubeadm control plane ${machine.name}`,
            script: renderControlPlaneScript(three, machine, serverMaterial(three, machine)),
          },
          { role: `kubeadm turn ${machine.name}`, script: renderKubeadmTurnScript(three, machine, machine) },
          { role: `kubeadm dead server ${machine.name}`, script: renderKubeadmDeadServerScript(machine, machine) },
        ]
      : [
          {
            role: `kubeadm worker ${machine.name}`,
            script: renderWorkerScript(three, machine, joinMaterial(three, machine)),
          },
          { role: `kubeadm node ${machine.name}`, script: renderKubeadmNodeScript(machine, machine) },
          { role: `kubeadm worker turn ${machine.name}`, script: renderKubeadmWorkerTurnScript(machine, machine) },
        ],
  ),
];
