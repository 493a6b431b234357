import { join } from "node:path";
import type { NodePlan } from "../../../model/cluster-plan";
import type { KubeadmPlan } from "../../../distributions/kubeadm/plan";
import { planFor } from "../../../distributions/registry";
import { loadStackFile } from "../../../stack/load-stack-file";
import { plan } from "../../../stack/plan";
import { configOf, patched, type Raw, small } from "../stack-fixtures";

const ROOT = join(__dirname, "../../..");

// Plans of clusters that kubeadm makes.

export const planOf = (raw: Raw) => planFor("kubeadm", plan(configOf(raw), "test"));
export const homeLab = () => planOf(loadStackFile(join(ROOT, "Pulumi.home-lab.yaml")).raw);

/** Three control planes behind a VIP. */
export const threeServers = (patch: Raw = {}) =>
  planOf(patched(loadStackFile(join(ROOT, "tests/engine/stacks/Pulumi.kubeadm-ha.yaml")).raw, patch));

export const smallOn = (cluster: Raw) => planOf(patched(small(), { cluster: { distribution: "kubeadm", ...cluster } }));

export function machineOf(planned: KubeadmPlan, name: string): NodePlan {
  const node = planned.nodes.find((candidate) => candidate.name === name);
  if (!node) throw new Error(`no machine ${name}`);
  return node;
}
