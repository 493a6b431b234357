import { askAbout } from "./program";
import type { Reader } from "./reader";
import { builtTool } from "./tools";

/** What the documents are called that {@link valuesOfCilium} finds. */
export const CILIUM_VALUES = "values of Cilium";

/** The schema that Cilium publishes for its chart, of pc-tips' release; a key that is not in it reaches nobody. */
export const ciliumChart: Reader = {
  name: "Cilium's chart",
  reads: ({ name }) => name.endsWith(`: ${CILIUM_VALUES}`),
  judge: async (documents) => {
    const texts = documents.map(({ text }) => text);
    return askAbout(texts, await builtTool("custom-resources"), "cilium-values");
  },
  mistakes: [
    { what: "a value of another type", from: /k8sServicePort: .*/, to: "k8sServicePort: []", named: "k8sServicePort" },
    { what: "a key that reaches nobody", from: "l2announcements:", to: "l2announcement:", named: "l2announcement" },
    { what: "such a key further in", from: /mode: kubernetes/, to: "modus: kubernetes", named: "ipam.modus" },
  ],
};
