import { z } from "zod";
import { minors, pinned, readVersions, sharedVersions } from "../read-versions";
import file from "./versions.json";

const own = readVersions(file, {
  cilium: pinned(),
  /**
   * First and last Kubernetes minor that a Cilium minor is tested with (its
   * Documentation/network/kubernetes/compatibility.rst).
   */
  ciliumTestedWith: z.record(z.string(), minors()),
});

/** Default releases, and what is known about releases. */
export const versions = { ...sharedVersions, ...own };
