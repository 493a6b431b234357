import { createHash } from "node:crypto";
import { calicoFiles } from "../../../../distributions/kubeadm/calico-releases";
import { planFor } from "../../../../distributions/registry";
import { loadStackFile } from "../../../../stack/load-stack-file";
import { parseConfig } from "../../../../stack/parse";
import { plan } from "../../../../stack/plan";
import { stackFileOf } from "../../../../scripts/stack-files";
import { patched, type Raw } from "../../../model/stack-fixtures";
import { recordStack } from "../../../support/record-stack";
import type { RecordedStack } from "./documents";
import { CALICO_STAND_IN } from "./kubernetes-archive";
import { onDebian } from "./systems";

/** Of its stack file nothing is another but its system, and the sums of what stands in for Calico's manifests. */
function sections(): Raw {
  const { raw } = loadStackFile(stackFileOf("home-lab"));
  const { calicoVersion } = raw["cluster"] as { calicoVersion: string };
  const sum = createHash("sha256").update(CALICO_STAND_IN).digest("hex");
  const calicoSha256 = Object.fromEntries(calicoFiles(calicoVersion).map((file) => [file, sum]));
  return onDebian("12", patched(raw, { cluster: { calicoSha256 } }));
}

export const homeLab = planFor("kubeadm", plan(parseConfig(sections()), "home-lab"));

export const recordedHomeLab: RecordedStack = {
  plan: homeLab,
  record: async () => (await recordStack("home-lab", sections())).recording,
};
