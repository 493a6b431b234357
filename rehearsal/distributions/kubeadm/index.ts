import { JOIN_USER } from "../../../distributions/kubeadm/join-ssh";
import type { SimulatedCluster } from "../../cluster/cluster";
import type { IssuedSecret, SimulatedDistribution } from "../simulated-distribution";
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
  issuedSecrets,
  checkPlan: () => undefined,
};

/** What control planes made for machines that join: the restricted SSH command tells it to these alone. */
function issuedSecrets(cluster: SimulatedCluster): readonly IssuedSecret[] {
  const kubeadm = kubeadmOf(cluster);
  if (kubeadm === undefined) return [];
  const { tokens, certs } = kubeadm;
  return [
    ...[...tokens.issued].map((value) => ({ name: "bootstrap token", value, toldTo: JOIN_USER })),
    ...[...certs.keys].map((value) => ({ name: "certificate key", value, toldTo: JOIN_USER })),
  ];
}
