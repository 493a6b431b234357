import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { Cluster } from "../../components/cluster";
import { hostClient } from "../../components/host-client";
import type { LastRun } from "../../stack/last-run";
import { loadConfig } from "../../components/load-config";
import { loadParts } from "../../components/parts-of-stack";
import { proxmoxProviders } from "../../components/provider";
import { exampleSecrets, pulumiConfig } from "./asgard";
import type { Edit, Sections } from "./plans";
import { type Recording, record } from "./pulumi-mocks";

/** What the program registers for pc-tips, after an edit of its stack file. */
export async function recordPcTips(edit: Edit = () => {}, lastRun: LastRun = { nodes: {} }): Promise<Recording> {
  const sections = pcTipsSections();
  edit(sections);
  const secretKeys = Object.keys(exampleSecrets).map((name) => `homelab:${name}`);
  const { recording } = await record("pc-tips", pulumiConfig(sections), secretKeys, async () => {
    const loaded = loadConfig();
    return new Cluster(loaded.plan.cluster.name, {
      ...loaded,
      lastRun,
      host: hostClient(loaded),
      providers: proxmoxProviders(loaded),
      parts: await loadParts(loaded.plan),
    });
  });
  return recording;
}

function pcTipsSections(): Sections {
  const file = readFileSync(join(__dirname, "..", "..", "Pulumi.pc-tips.yaml"), "utf8");
  const { config } = parse(file) as { config: Sections };
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key.replace("homelab:", ""), value]));
}
