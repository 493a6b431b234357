import { z } from "zod";
import { minors, pinned, readVersions, sharedVersions } from "../read-versions";
import file from "./versions.json";

const own = readVersions(file, {
  cilium: pinned(),
  /** First and last Kubernetes minor a Cilium minor is tested with (its Documentation/network/kubernetes/compatibility.rst). */
  ciliumTestedWith: z.record(z.string(), minors()),
});

/** Releases that a cluster gets if its stack file names none, and what is known of releases. */
export const versions = { ...sharedVersions, ...own };
