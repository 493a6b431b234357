import { crictl } from "./crictl";
import { failed, ok, packagedProgram, type Program } from "../../../guests/program";
import type { Clusters } from "../../../cluster/clusters";
import { kubeletVersion } from "./kubelet-settings";

/** What the other packages of a node bring. */
export function nodePrograms(clusters: Clusters): readonly Program[] {
  return [
    packagedProgram("kubelet", (args, { guest }) =>
      args.includes("--version")
        ? ok(`Kubernetes ${kubeletVersion(guest)}\n`)
        : failed(1, "the rehearsal's machines start kubelet only through systemd"),
    ),
    packagedProgram("crictl", (args, process) => crictl(args, process, clusters)),
    packagedProgram("conntrack", () => ok()),
  ];
}
