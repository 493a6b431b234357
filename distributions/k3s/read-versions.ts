import { pinned, readVersions } from "../versions";
import file from "./versions.json";

/** Releases that a cluster gets where its stack file names none. */
export const versions = readVersions(file, { kubeVip: pinned(), cilium: pinned() });
