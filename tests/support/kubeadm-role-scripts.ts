import { join } from "node:path";
import { planFor } from "../../distributions/registry";
import { loadStackFile } from "../../stack/load-stack-file";
import { parseConfig } from "../../stack/parse";
import { plan } from "../../stack/plan";
import { joinTokenScript } from "../../distributions/kubeadm/files";
import {
  renderControlPlaneScript,
  renderKubeadmFailedServerScript,
  renderKubeadmNodeScript,
  renderKubeadmPrepareScript,
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
  ...three.nodes.flatMap((node) => [
    { role: `kubeadm prepare ${node.name}`, script: renderKubeadmPrepareScript(three, node) },
    ...(node.role === "control-plane"
      ? [
          {
            role: `kubeadm control plane ${node.name}`,
            script: renderControlPlaneScript(three, node, serverInputs(three, node)),
          },
          { role: `kubeadm health gate ${node.name}`, script: renderKubeadmHealthGateScript(three, node, node) },
          { role: `kubeadm failed server ${node.name}`, script: renderKubeadmFailedServerScript(node, node) },
        ]
      : [
          {
            role: `kubeadm worker ${node.name}`,
            script: renderWorkerScript(three, node, joinInputs(three, node)),
          },
          { role: `kubeadm node ${node.name}`, script: renderKubeadmNodeScript(node, node) },
          { role: `kubeadm drain ${node.name}`, script: renderKubeadmDrainScript(node, node) },
        ]),
  ]),
];
