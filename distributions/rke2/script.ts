import { rancherScripts } from "../rancher/script";
import { rke2Program } from "./program";

/** RKE2's scripts for machines. */
export const {
  renderPrepareScript,
  renderServerScript,
  renderFailedServerScript,
  renderAgentScript,
  renderNodeScript,
  renderHealthGateScript,
  renderDrainScript,
} = rancherScripts(rke2Program);
