import { DOOR_USER } from "../../../distributions/kubeadm/join-door";
import type { Cluster } from "../../cluster/cluster";
import type { MintedSecret, SimulatedDistribution } from "../simulated-distribution";
import { kubeadmProgram } from "./commands/kubeadm";
import { kubeadmAptPackages, kubeadmInternet } from "./internet";
import { kubeadmOf } from "./kubeadm";
import { kubeletDaemon } from "./node/kubelet";
import { nodePrograms } from "./node/programs";
import { kubernetesDebs } from "./packages";

export const simulatedKubeadm: SimulatedDistribution<"kubeadm"> = {
  software: (clusters) => ({
    programs: [kubeadmProgram(clusters), ...nodePrograms(clusters)],
    daemons: [kubeletDaemon(clusters)],
    packages: kubernetesDebs,
  }),
  operatorPrograms: () => [],
  internet: kubeadmInternet,
  aptPackages: kubeadmAptPackages,
  mintedSecrets,
  checkPlan: () => undefined,
};

/** What control planes made for machines that join: the restricted SSH command tells it to these alone. */
function mintedSecrets(cluster: Cluster): readonly MintedSecret[] {
  const kubeadm = kubeadmOf(cluster);
  if (kubeadm === undefined) return [];
  const { tokens, certs } = kubeadm;
  return [
    ...[...tokens.minted].map((value) => ({ name: "bootstrap token", value, toldTo: DOOR_USER })),
    ...[...certs.keys].map((value) => ({ name: "certificate key", value, toldTo: DOOR_USER })),
  ];
}
