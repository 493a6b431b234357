import type { LastRun } from "../../stack/last-run";
import { type AsgardSections, asgardSections } from "./asgard";
import type { Recording } from "./pulumi-mocks";
import { recordStack } from "./record-stack";

/** What the program registers for asgard, after an edit of its stack file. */
export async function recordAsgard(
  edit: (sections: AsgardSections) => void = () => {},
  lastRun: LastRun = { nodes: {} },
): Promise<Recording> {
  const sections = asgardSections();
  edit(sections);
  return (await recordStack("asgard", sections, lastRun)).recording;
}
