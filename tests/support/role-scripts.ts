import { asgardSections } from "./asgard";
import { kubeadmRoleScripts } from "./kubeadm-role-scripts";
import { planFor } from "../../distributions/registry";
import { parseConfig } from "../../model/parse";
import { plan } from "../../model/plan";
import {
  renderAgentScript,
  renderFailedServerScript,
  renderDrainScript,
  renderHealthGateScript,
  renderNodeScript,
  renderServerScript,
} from "../../distributions/rke2/script";
import { talosScripts } from "./talos-scripts";

const asgard = planFor("rke2", plan(parseConfig(asgardSections()), "asgard"));
const secrets = { token: "server-token", agentToken: "agent-token", caHash: "0".repeat(64) };

/** Every script the program runs on machines, as it arrives there. */
export const roleScripts = [
  ...kubeadmRoleScripts,
  ...talosScripts,
  ...asgard.nodes.flatMap((machine) =>
    machine.role === "control-plane"
      ? [
          { role: `server ${machine.name}`, script: renderServerScript(asgard, machine, secrets) },
          { role: `turn ${machine.name}`, script: renderHealthGateScript(asgard, machine, machine) },
          { role: `failed server ${machine.name}`, script: renderFailedServerScript(machine) },
        ]
      : [
          { role: `agent ${machine.name}`, script: renderAgentScript(asgard, machine, secrets) },
          { role: `node ${machine.name}`, script: renderNodeScript(machine) },
          { role: `worker turn ${machine.name}`, script: renderDrainScript(machine) },
        ],
  ),
];
