import { z } from "zod";
import { minors, pinned, readVersions, releaseName } from "../read-versions";
import file from "./versions.json";

/** Releases that a cluster gets where its stack file names none, and what is known of releases. */
export const versions = readVersions(file, {
  cilium: pinned(),
  /** v0.19.6 is the first with the chart of v1.19.5 in it; another one asks https://helm.cilium.io in the middle of a bootstrap. */
  ciliumCli: pinned(),
  gatewayApi: pinned(),
  /** Minors of Kubernetes a minor of Talos can run, first and last (talos pkg/machinery/compatibility/talos113 at v1.13.9). */
  kubernetesMinors: z.record(z.string(), minors()),
  /**
   * First and last Kubernetes minor a Cilium minor is tested with, and the Gateway API whose resources it asks for (its
   * Documentation/network/kubernetes/compatibility.rst and network/servicemesh/gateway-api/gateway-api.rst, at v1.17.0,
   * v1.18.3 and v1.19.5).
   */
  ciliumMinors: z.record(z.string(), z.strictObject({ kubernetes: minors(), gatewayApi: releaseName() })),
});
