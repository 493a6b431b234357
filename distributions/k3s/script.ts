import { scriptsOf } from "../rancher/script";
import { k3sProgram } from "./program";

/** k3s's scripts for machines. */
export const {
  renderServerScript,
  renderFailedServerScript,
  renderAgentScript,
  renderNodeScript,
  renderHealthGateScript,
  renderDrainScript,
} = scriptsOf(k3sProgram);
