import { rancherScripts } from "../rancher/script";
import { k3sProgram } from "./program";

/** k3s's scripts for machines. */
export const {
  renderPrepareScript,
  renderServerScript,
  renderFailedServerScript,
  renderAgentScript,
  renderNodeScript,
  renderHealthGateScript,
  renderDrainScript,
} = rancherScripts(k3sProgram);
