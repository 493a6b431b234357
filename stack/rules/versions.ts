import { distributionOf } from "../../distributions/registry";
import { minorOf } from "../../model/kubernetes-releases";
import type { Rule } from "./rule";

const controlPlanesAreNotTooOld: Rule = ({ cluster }) => {
  const { oldestMinor } = distributionOf(cluster);
  if (oldestMinor === undefined || minorOf(cluster.version) >= oldestMinor) return [];
  const allowed = `must be v1.${oldestMinor} or newer`;
  const remedy = "choose a release that still gets fixes";
  return [{ path: "cluster.version", problem: "release too old", got: `"${cluster.version}"`, allowed, remedy }];
};

export const versionRules: readonly Rule[] = [controlPlanesAreNotTooOld];
