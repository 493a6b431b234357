import { failed, ok, packagedProgram, type Program } from "../../../guests/program";
import type { Clusters } from "../../../cluster/clusters";
import { components } from "../files/static-pods";
import { containersOf } from "./containers";
import { kubeletVersion, runtimeTrouble } from "./kubelet-settings";

/** What the other packages of a node bring. */
export function nodePrograms(clusters: Clusters): readonly Program[] {
  return [
    packagedProgram("kubelet", (args, { guest }) =>
      args.includes("--version")
        ? ok(`Kubernetes ${kubeletVersion(guest)}\n`)
        : failed(1, "the rehearsal's machines start kubelet only through systemd"),
    ),
    packagedProgram("crictl", (_args, { guest }) => {
      const trouble = runtimeTrouble(guest, "unix:///run/containerd/containerd.sock");
      if (trouble !== undefined) return failed(1, `FATA[0000] ${trouble}`);
      const names = containersOf(guest, clusters).server?.serves() ? ["etcd", ...components] : [];
      const rows = names.map((name, index) => `c0ffee000000${index}  Running    ${name}\n`);
      return ok(`CONTAINER      STATE      NAME\n${rows.join("")}`);
    }),
    packagedProgram("conntrack", () => ok()),
  ];
}
