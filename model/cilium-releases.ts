/** First and last Kubernetes minor a Cilium minor is tested with (its Documentation/network/kubernetes/compatibility.rst). */
const TESTED_WITH: Readonly<Record<number, readonly [first: number, last: number]>> = {
  17: [29, 32],
  18: [30, 33],
};

/** Before it none was tested with Kubernetes 1.31, the oldest that a Talos of today runs. */
export const OLDEST_CILIUM = "v1.17.0";

/** A sentence when Cilium's makers do not test this pair. */
export function untestedCilium(ciliumVersion: string, kubernetesMinor: number): string | undefined {
  const tested = TESTED_WITH[Number(ciliumVersion.split(".")[1])];
  if (!tested || (kubernetesMinor >= tested[0] && kubernetesMinor <= tested[1])) return undefined;
  return `Cilium ${ciliumVersion} is tested with Kubernetes 1.${tested[0]} to 1.${tested[1]}, not with 1.${kubernetesMinor}`;
}
