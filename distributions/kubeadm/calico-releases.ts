import type { KubeadmPlan } from "./plan";

/** One of Calico's manifests: where it is, and what it must be. */
export interface CalicoManifest {
  /** Name of the file, e.g. `tigera-operator.yaml`. */
  readonly file: string;
  readonly url: string;
  readonly sha256: string;
}

type CalicoChoice = Pick<KubeadmPlan["cluster"], "calicoVersion" | "calicoSha256">;

/** Sums of the files as they are at the release's tag in github.com/projectcalico/calico, folder `manifests`. */
const SUMS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "v3.29.7": {
    "tigera-operator.yaml": "a571ef21476c026618a7c7b092a3ab1744ec191e02492655d8c1468ac08f25f2",
  },
  "v3.31.7": {
    "operator-crds.yaml": "380414d5756e9a1af29ddb1ad70cada07aa344ae7a2680ba7355248621f8adbf",
    "tigera-operator.yaml": "092c10b3d0cb73617aca51367ca59755348f4647e6d2e63fa4e5b81266203214",
  },
  "v3.32.1": {
    "operator-crds.yaml": "192f8b2d934ef24b62e86b7e1a6e1762d1c8af26a916f78057bc13fa5ed60f71",
    "tigera-operator.yaml": "f18e073794207d372606bc3ea6f8fd73972f86d6828f4ba666dfe0d4aa8ab07f",
  },
};

/** First and last Kubernetes minor a Calico minor is tested with (docs.tigera.io, requirements, by release). */
const TESTED_WITH: Readonly<Record<number, readonly [number, number]>> = {
  29: [29, 32],
  31: [32, 35],
  32: [34, 36],
};

/** Releases that need no sums in the stack file. */
export const KNOWN_CALICO = Object.keys(SUMS);

/** Names of the operator's manifests, in the order they are applied: from v3.30 its CRDs are a file of their own. */
export function calicoFiles(version: string): string[] {
  return calicoMinor(version) < 30 ? ["tigera-operator.yaml"] : ["operator-crds.yaml", "tigera-operator.yaml"];
}

/** Sum of one manifest: the stack file's word, else the known one. */
export function calicoSum({ calicoVersion, calicoSha256 }: CalicoChoice, file: string): string | undefined {
  return calicoSha256?.[file] ?? SUMS[calicoVersion]?.[file];
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

/** A sentence when Calico's makers do not test this pair. */
export function untestedCalico(calicoVersion: string, kubernetesMinor: number): string | undefined {
  const [first, last] = TESTED_WITH[calicoMinor(calicoVersion)] ?? [0, Infinity];
  if (kubernetesMinor >= first && kubernetesMinor <= last) return undefined;
  return `Calico ${calicoVersion} is tested with Kubernetes 1.${first} to 1.${last}, not with 1.${kubernetesMinor}`;
}

const calicoMinor = (version: string) => Number(version.split(".")[1]);
