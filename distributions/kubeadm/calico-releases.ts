import { minorOf } from "../../model/kubernetes-releases";
import type { KubeadmPlan } from "./plan";
import { versions } from "./read-versions";

/** One of Calico's manifests: its URL and checksum. */
export interface CalicoManifest {
  /** File name, e.g. `tigera-operator.yaml`. */
  readonly file: string;
  readonly url: string;
  readonly sha256: string;
}

type CalicoChoice = Pick<KubeadmPlan["cluster"], "calicoVersion" | "calicoSha256">;

/** Releases that need no checksums in the stack file. */
export const KNOWN_CALICO = Object.keys(versions.calicoSums);

/** Names of the operator's manifests, in the order of application: from v3.30 on its CRDs are a separate file. */
export function calicoFiles(version: string): string[] {
  return minorOf(version) < 30 ? ["tigera-operator.yaml"] : ["operator-crds.yaml", "tigera-operator.yaml"];
}

/** Checksum of one manifest: from the stack file, else the known one. */
export function calicoSum({ calicoVersion, calicoSha256 }: CalicoChoice, file: string): string | undefined {
  return calicoSha256?.[file] ?? versions.calicoSums[calicoVersion]?.[file];
}

/** What the first control plane downloads and applies, in order. */
export function calicoManifests(cluster: CalicoChoice): CalicoManifest[] {
  const folder = `https://raw.githubusercontent.com/projectcalico/calico/${cluster.calicoVersion}/manifests`;
  return calicoFiles(cluster.calicoVersion).map((file) => {
    const sum = calicoSum(cluster, file);
    if (sum === undefined) throw new Error(`no sum of ${file}: the rules let a wrong configuration pass`);
    return { file, url: `${folder}/${file}`, sha256: sum };
  });
}
