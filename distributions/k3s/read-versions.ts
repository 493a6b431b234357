import { z } from "zod";
import { minors, pinned, readVersions } from "../versions";
import file from "./versions.json";

/** Releases that a cluster gets where its stack file names none, and what is known of releases. */
export const versions = readVersions(file, {
  kubeVip: pinned(),
  cilium: pinned(),
  /** First and last Kubernetes minor a Cilium minor is tested with (its Documentation/network/kubernetes/compatibility.rst). */
  ciliumTestedWith: z.record(z.string(), minors()),
});
