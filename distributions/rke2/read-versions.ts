import { sharedVersions } from "../read-versions";

/** Default releases; everything else is part of RKE2's release. */
export const versions = sharedVersions;
