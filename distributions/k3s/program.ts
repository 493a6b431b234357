import type { RancherProgram } from "../rancher/program";
import { agentFiles, serverFiles } from "./files";
import { K3S } from "./names";

/** k3s as what it has in common with RKE2 is told of it. */
export const k3sProgram: RancherProgram<"k3s"> = { ...K3S, serverFiles, agentFiles };
