import { Cluster } from "../../components/cluster";
import type { LastRun } from "../../components/last-run";
import { loadConfig } from "../../components/load-config";
import { proxmoxProvider } from "../../components/provider";
import { type AsgardSections, asgardSections, exampleSecrets, pulumiConfig } from "./asgard";
import { type Recording, record } from "./pulumi-mocks";

/** What the program registers for asgard, after an edit of its stack file. */
export async function recordAsgard(
  edit: (sections: AsgardSections) => void = () => {},
  lastRun: LastRun = { nodes: {} },
): Promise<Recording> {
  const sections = asgardSections();
  edit(sections);
  const secretKeys = Object.keys(exampleSecrets).map((name) => `homelab:${name}`);
  const { recording } = await record("asgard", pulumiConfig(sections), secretKeys, () => {
    const loaded = loadConfig();
    return new Cluster(loaded.plan.cluster.name, { ...loaded, lastRun }, { providers: [proxmoxProvider(loaded)] });
  });
  return recording;
}
