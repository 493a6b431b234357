import { compareVersions } from "./version-change";

/**
 * First and last Kubernetes minor a Cilium minor is tested with, and the Gateway API whose resources it asks for
 * (its Documentation/network/kubernetes/compatibility.rst and network/servicemesh/gateway-api/gateway-api.rst, at v1.17.0,
 * v1.18.3 and v1.19.5).
 */
const CILIUM: Readonly<
  Record<number, { readonly kubernetes: readonly [number, number]; readonly gatewayApi: string }>
> = {
  17: { kubernetes: [29, 32], gatewayApi: "v1.2.0" },
  18: { kubernetes: [30, 33], gatewayApi: "v1.2.0" },
  19: { kubernetes: [32, 35], gatewayApi: "v1.4.1" },
};

/** Before it none was tested with Kubernetes 1.31 (v1.16.0: up to 1.30), the oldest that a Talos of today runs. */
export const OLDEST_CILIUM = "v1.17.0";

/** A sentence when Cilium's makers do not test this pair. */
export function untestedCilium(ciliumVersion: string, kubernetesMinor: number): string | undefined {
  const [first, last] = CILIUM[minorOf(ciliumVersion)]?.kubernetes ?? [0, Infinity];
  if (kubernetesMinor >= first && kubernetesMinor <= last) return undefined;
  return `Cilium ${ciliumVersion} is tested with Kubernetes 1.${first} to 1.${last}, not with 1.${kubernetesMinor}`;
}

/** A sentence when Cilium asks for the resources of a newer Gateway API. */
export function oldGatewayApi(ciliumVersion: string, gatewayApiVersion: string): string | undefined {
  const asked = CILIUM[minorOf(ciliumVersion)]?.gatewayApi;
  if (asked === undefined || compareVersions(gatewayApiVersion, asked) >= 0) return undefined;
  return `Cilium ${ciliumVersion} asks for the Gateway API ${asked}, and gets ${gatewayApiVersion}: what came since is missing`;
}

const minorOf = (version: string) => Number(version.split(".")[1]);
