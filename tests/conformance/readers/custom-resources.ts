import { isOfGroups } from "./api-groups";
import { askAbout } from "./program";
import type { Reader } from "./reader";
import { builtTool } from "./tools";

/** Cilium's, Calico's operator's, and those of the Helm controller that RKE2 and k3s have in them. */
const GROUPS = ["cilium.io", "operator.tigera.io", "helm.cattle.io"];

/** The API server with the definitions that these programs bring to a cluster. */
export const customResources: Reader = {
  name: "the definitions of custom resources",
  reads: ({ text }) => isOfGroups(text, GROUPS),
  judge: async (documents) => {
    const texts = documents.map(({ text }) => text);
    return askAbout(texts, await builtTool("custom-resources"));
  },
  mistakes: [
    { what: "a field Calico does not know", from: "natOutgoing:", to: "natOutgoin:", named: "natOutgoin" },
    {
      what: "a kind of encapsulation there is none of",
      from: "VXLANCrossSubnet",
      to: "VXLANSometimes",
      named: "VXLAN",
    },
    { what: "a field of a pool that Cilium does not know", from: "stop:", to: "end:", named: "end" },
    { what: "a version Cilium does not serve", from: "cilium.io/v2alpha1", to: "cilium.io/v3", named: "cilium.io/v3" },
    { what: "a release that is no text", from: /^ {2}version: .*$/m, to: "  version: 1.19", named: "version" },
    { what: "values that are no text", from: "valuesContent: |", to: "valuesContent:", named: "valuesContent" },
    { what: "a chart's settings without a namespace", from: /^ {2}namespace: .*\n/m, to: "", named: "namespace" },
  ],
};
