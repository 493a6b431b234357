import type { RancherProgram } from "../rancher/program";
import { agentFiles, serverFiles } from "./files";
import { RKE2 } from "./names";

/** RKE2, for the code shared with k3s. */
export const rke2Program: RancherProgram<"rke2"> = { ...RKE2, serverFiles, agentFiles };
