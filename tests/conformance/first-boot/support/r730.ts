import type { KubeadmPlan } from "../../../../distributions/kubeadm/plan";
import { planFor } from "../../../../distributions/registry";
import { loadStackFile } from "../../../../stack/load-stack-file";
import { parseConfig } from "../../../../stack/parse";
import { plan } from "../../../../stack/plan";
import { stackFileOf } from "../../../../scripts/stack-files";
import type { Raw } from "../../../model/stack-fixtures";
import { recordStack } from "../../../support/record-stack";
import type { RecordedStack } from "./documents";
import { onDebian } from "./systems";

const sections = (): Raw => loadStackFile(stackFileOf("r730")).raw;

function recorded(of: () => Raw): RecordedStack<KubeadmPlan> {
  return {
    plan: planFor("kubeadm", plan(parseConfig(of()), "r730")),
    record: async () => (await recordStack("r730", of())).recording,
  };
}

/** r730 as its stack file has it, on Ubuntu. */
export const recordedOnUbuntu = recorded(sections);

/** The same on Debian 13. */
export const recordedR730 = recorded(() => onDebian("13", sections()));

export const r730 = recordedR730.plan;
