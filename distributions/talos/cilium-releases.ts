import { untestedPair } from "../../model/add-on";
import { minorOf } from "../../model/kubernetes-releases";
import { compareVersions } from "../../model/version-change";
import { versions } from "./read-versions";

/** A warning if Cilium is not tested with this release. */
export function untestedCilium(ciliumVersion: string, kubernetesMinor: number): string | undefined {
  const testedWith = Object.entries(versions.ciliumMinors).map(
    ([minor, { kubernetes }]) => [minor, kubernetes] as const,
  );
  return untestedPair("Cilium", ciliumVersion, Object.fromEntries(testedWith), kubernetesMinor);
}

/** A warning if Cilium needs a newer Gateway API. */
export function oldGatewayApi(ciliumVersion: string, gatewayApiVersion: string): string | undefined {
  const asked = versions.ciliumMinors[minorOf(ciliumVersion)]?.gatewayApi;
  if (asked === undefined || compareVersions(gatewayApiVersion, asked) >= 0) return undefined;
  return `Cilium ${ciliumVersion} asks for the Gateway API ${asked}, and gets ${gatewayApiVersion}: what came since is missing`;
}
