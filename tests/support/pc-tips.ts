import { join } from "node:path";
import type { TalosPlan } from "../../distributions/talos/plan";
import { planFor } from "../../distributions/registry";
import { loadStackFile } from "../../stack/load-stack-file";
import { parseConfig } from "../../stack/parse";
import { plan } from "../../stack/plan";
import type { TalosSecrets } from "../../distributions/talos/secrets";
import type { Edit, Sections } from "./plans";

/** The plan of pc-tips without its platform, after edits of its stack file. */
export function pcTipsPlan(...edits: readonly Edit[]): TalosPlan {
  const { raw } = loadStackFile(join(__dirname, "..", "..", "Pulumi.pc-tips.yaml"));
  const { platform: _, ...sections } = structuredClone(raw) as Sections;
  for (const edit of edits) edit(sections);
  return planFor("talos", plan(parseConfig(sections), "pc-tips"));
}

const authority = (name: string) => ({ certificate: `certificate of ${name}\n`, key: `key of ${name}\n` });

/** Secrets in the right places that open nothing. */
export const exampleTalosSecrets: TalosSecrets = {
  clusterId: "cluster-id",
  clusterSecret: "cluster-secret",
  machineToken: "abcdef.0123456789abcdef",
  bootstrapToken: "fedcba.fedcba9876543210",
  secretboxKey: "secretbox-key",
  os: authority("talos"),
  kubernetes: authority("kubernetes"),
  aggregator: authority("aggregator"),
  etcd: authority("etcd"),
  serviceAccountKey: "key of service accounts\n",
};
