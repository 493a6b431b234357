import { join } from "node:path";
import type { LastRun } from "../../stack/last-run";
import { loadStackFile } from "../../stack/load-stack-file";
import type { Edit, Sections } from "./plans";
import type { Recording } from "./pulumi-mocks";
import { recordStack } from "./record-stack";

/** What the program registers for pc-tips, after an edit of its stack file, without its platform. */
export async function recordPcTips(edit: Edit = () => {}, lastRun: LastRun = { nodes: {} }): Promise<Recording> {
  const { raw } = loadStackFile(join(__dirname, "../../Pulumi.pc-tips.yaml"));
  const { platform: _, ...sections } = structuredClone(raw) as Sections;
  edit(sections);
  return (await recordStack("pc-tips", sections, lastRun)).recording;
}
