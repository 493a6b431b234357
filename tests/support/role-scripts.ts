import { join } from "node:path";
import { asgardSections } from "./asgard";
import { kubeadmRoleScripts } from "./kubeadm-role-scripts";
import type { PlanOf } from "../../distributions/distribution";
import * as ofK3s from "../../distributions/k3s/script";
import type { RancherName } from "../../distributions/rancher/program";
import type { RancherScripts } from "../../distributions/rancher/script";
import { planFor } from "../../distributions/registry";
import * as ofRke2 from "../../distributions/rke2/script";
import { loadStackFile } from "../../stack/load-stack-file";
import { parseConfig } from "../../stack/parse";
import { plan } from "../../stack/plan";
import { talosScripts } from "./talos-scripts";

const asgard = planFor("rke2", plan(parseConfig(asgardSections()), "asgard"));
const { raw } = loadStackFile(join(__dirname, "../engine/stacks/Pulumi.k3s.yaml"));
const k3s = planFor("k3s", plan(parseConfig(raw), "k3s"));
const secrets = { token: "server-token", agentToken: "agent-token", caHash: "0".repeat(64) };

/** Those of RKE2 and of k3s, which are rendered alike. */
const rancher = <D extends RancherName>(of: PlanOf<D>, scripts: RancherScripts<D>) =>
  of.nodes.flatMap((node) => [
    { role: `prepare ${node.name}`, script: scripts.renderPrepareScript(of, node) },
    ...(node.role === "control-plane"
      ? [
          { role: `server ${node.name}`, script: scripts.renderServerScript(of, node, secrets) },
          { role: `health gate ${node.name}`, script: scripts.renderHealthGateScript(of, node, node) },
          { role: `failed server ${node.name}`, script: scripts.renderFailedServerScript(node) },
        ]
      : [
          { role: `agent ${node.name}`, script: scripts.renderAgentScript(of, node, secrets) },
          { role: `node ${node.name}`, script: scripts.renderNodeScript(node) },
          { role: `drain ${node.name}`, script: scripts.renderDrainScript(node) },
        ]),
  ]);

/** Every script the program runs on machines, as it arrives there. */
export const roleScripts = [...kubeadmRoleScripts, ...talosScripts, ...rancher(asgard, ofRke2), ...rancher(k3s, ofK3s)];
