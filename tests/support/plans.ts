import { join } from "node:path";
import type { ClusterPlan } from "../../model/cluster-plan";
import { loadStackFile } from "../../model/load-stack-file";
import { parseConfig } from "../../model/parse";
import { plan } from "../../model/plan";

/** A section of the stack file while a test edits it; what comes out is parsed and ruled on like any other. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type EditableSections = Record<string, any>;

/** The plan of asgard, after an edit of its stack file's sections. */
export function asgardPlan(edit: (sections: EditableSections) => void = () => undefined): ClusterPlan {
  const sections = structuredClone(loadStackFile(join(__dirname, "..", "..", "Pulumi.asgard.yaml")).raw);
  edit(sections);
  return plan(parseConfig(sections), "asgard");
}
