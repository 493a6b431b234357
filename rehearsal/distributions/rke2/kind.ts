import { Fatal } from "../../cluster/service-process";
import { installProgram } from "../../guests/image/installed-program";
import { varFolder, type Kind } from "../rancher/kind";
import { knownFlags } from "./flags";
import { rke2Network } from "./networking";

/** RKE2, for the simulation shared with k3s. */
export const rke2Kind: Kind = {
  name: "rke2",
  units: { server: "rke2-server", agent: "rke2-agent" },
  supervisorPort: 9345,
  flags: knownFlags,
  skipsUnknown: ["server", "agent"],
  runsContainers: true,
  needsClusterInit: false,
  critical: (config) => ({ "disable-kube-proxy": config.text("disable-kube-proxy") ?? "false" }),
  network: rke2Network,
  /** Files the static pods mount: without them they do not start. */
  checkFiles: (config, tree) => {
    const policy = config.text("audit-policy-file");
    if (policy !== undefined && !tree.exists(policy))
      throw new Fatal(`failed to stat audit policy file: stat ${policy}: no such file or directory`);
  },
  installTools: (tree) => {
    for (const name of ["kubectl", "crictl", "ctr"])
      installProgram(tree, `${varFolder({ name: "rke2" })}/bin/${name}`, `@${name}`);
  },
  workloads: {
    daemons: [{ namespace: "kube-system", app: "cilium" }],
    staticPods: ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"],
    deployments: [
      { namespace: "kube-system", app: "rke2-coredns-rke2-coredns", replicas: 2, emptyDir: false },
      { namespace: "kube-system", app: "rke2-metrics-server", replicas: 1, emptyDir: true },
      { namespace: "default", app: "web", replicas: 3, emptyDir: true },
    ],
  },
};
