import { z } from "zod";
import { minors, pinned, readVersions, releaseName } from "../read-versions";
import file from "./versions.json";

/** Default releases, and what is known about releases. */
export const versions = readVersions(file, {
  cilium: pinned(),
  /**
   * v0.19.6 is the first that contains the chart of v1.19.5; others download it from https://helm.cilium.io during
   * bootstrap.
   */
  ciliumCli: pinned(),
  gatewayApi: pinned(),
  /** First and last Kubernetes minor that a Talos minor supports (talos pkg/machinery/compatibility/talos113 at v1.13.9). */
  kubernetesMinors: z.record(z.string(), minors()),
  /**
   * First and last Kubernetes minor that a Cilium minor is tested with, and the Gateway API it needs (its
   * Documentation/network/kubernetes/compatibility.rst and network/servicemesh/gateway-api/gateway-api.rst, at v1.17.0,
   * v1.18.3 and v1.19.5).
   */
  ciliumMinors: z.record(z.string(), z.strictObject({ kubernetes: minors(), gatewayApi: releaseName() })),
});
