import type { Program } from "../guests/program";
import type { Clusters } from "./clusters";
import { kubectl } from "./kubectl/kubectl";
import { kubeadmProgram } from "./kubeadm/commands/kubeadm";
import { nodePrograms } from "./kubeadm/node/programs";
import { rke2Programs } from "./rke2/programs";

/** Programs that come with a Kubernetes distribution; they are on a machine only once it is installed. */
export function clusterPrograms(clusters: Clusters): readonly Program[] {
  return [...kubectl(), ...rke2Programs(clusters), kubeadmProgram(clusters), ...nodePrograms(clusters)];
}
