import type { RancherProgram } from "../rancher/program";
import { agentFiles, serverFiles } from "./files";
import { RKE2 } from "./names";

/** RKE2 as what it has in common with k3s is told of it. */
export const rke2Program: RancherProgram<"rke2"> = { ...RKE2, serverFiles, agentFiles };
