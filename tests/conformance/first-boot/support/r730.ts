import { planFor } from "../../../../distributions/registry";
import { loadStackFile } from "../../../../model/load-stack-file";
import { parseConfig } from "../../../../model/parse";
import { plan } from "../../../../model/plan";
import { stackFileOf } from "../../../../scripts/stack-files";
import { recordStack } from "../../../support/record-stack";
import type { RecordedStack } from "./documents";

const sections = () => loadStackFile(stackFileOf("r730")).raw;

export const r730 = planFor("kubeadm", plan(parseConfig(sections()), "r730"));

export const recordedR730: RecordedStack<typeof r730> = {
  plan: r730,
  record: async () => (await recordStack("r730", sections())).recording,
};
