import { sharedVersions } from "../read-versions";

/** Releases that a cluster gets if its stack file names none; RKE2 brings everything else with its own release. */
export const versions = sharedVersions;
