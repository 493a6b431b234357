import type { RancherProgram } from "../rancher/program";
import { agentFiles, serverFiles } from "./files";
import { K3S } from "./names";

/** k3s, for the code shared with RKE2. */
export const k3sProgram: RancherProgram<"k3s"> = { ...K3S, serverFiles, agentFiles };
