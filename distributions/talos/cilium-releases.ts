import { compareVersions } from "../../model/version-change";
import { versions } from "./read-versions";

/** Before it none was tested with Kubernetes 1.31 (v1.16.0: up to 1.30), the oldest that a Talos of today runs. */
export const OLDEST_CILIUM = "v1.17.0";

/** A sentence when Cilium's makers do not test this pair. */
export function untestedCilium(ciliumVersion: string, kubernetesMinor: number): string | undefined {
  const [first, last] = versions.ciliumMinors[minorOf(ciliumVersion)]?.kubernetes ?? [0, Infinity];
  if (kubernetesMinor >= first && kubernetesMinor <= last) return undefined;
  return `Cilium ${ciliumVersion} is tested with Kubernetes 1.${first} to 1.${last}, not with 1.${kubernetesMinor}`;
}

/** A sentence when Cilium asks for the resources of a newer Gateway API. */
export function oldGatewayApi(ciliumVersion: string, gatewayApiVersion: string): string | undefined {
  const asked = versions.ciliumMinors[minorOf(ciliumVersion)]?.gatewayApi;
  if (asked === undefined || compareVersions(gatewayApiVersion, asked) >= 0) return undefined;
  return `Cilium ${ciliumVersion} asks for the Gateway API ${asked}, and gets ${gatewayApiVersion}: what came since is missing`;
}

const minorOf = (version: string) => Number(version.split(".")[1]);
