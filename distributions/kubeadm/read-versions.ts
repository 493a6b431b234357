import { z } from "zod";
import { minors, pinned, readVersions, releaseName, sharedVersions } from "../read-versions";
import file from "./versions.json";

const own = readVersions(file, {
  calico: pinned(),
  /** Checksums of the files at the release's tag in github.com/projectcalico/calico, folder `manifests`. */
  calicoSums: z.record(releaseName(), z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/))),
  /** First and last Kubernetes minor that a Calico minor is tested with (docs.tigera.io, requirements, by release). */
  calicoTestedWith: z.record(z.string(), minors()),
});

/** Default releases, and what is known about releases. */
export const versions = { ...sharedVersions, ...own };
