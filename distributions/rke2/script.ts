import { rancherScripts } from "../rancher/script";
import { rke2Program } from "./program";

/** RKE2's scripts for machines. */
export const {
  renderServerScript,
  renderFailedServerScript,
  renderAgentScript,
  renderNodeScript,
  renderHealthGateScript,
  renderDrainScript,
} = rancherScripts(rke2Program);
