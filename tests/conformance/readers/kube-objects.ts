import { isOfGroups } from "./api-groups";
import { askAbout } from "./program";
import type { Reader } from "./reader";
import { builtTool } from "./tools";

/** Groups of the API server itself, its audit policy, and kubeconfigs. */
const GROUPS = ["", "apps", "batch", "rbac.authorization.k8s.io", "audit.k8s.io"];

/** The API server's own decoding, defaults and validation. */
export const kubeObjects: Reader = {
  name: "kube-apiserver",
  reads: ({ text }) => isOfGroups(text, GROUPS),
  judge: async (documents) => {
    const texts = documents.map(({ text }) => text);
    return askAbout(texts, await builtTool("kube-objects"));
  },
  mistakes: [
    { what: "a field it does not know", from: "hostNetwork:", to: "hostNetwerk:", named: "hostNetwerk" },
    {
      what: "a selector that finds other pods",
      from: /matchLabels:\n( +)/,
      to: "matchLabels:\n$1a: b\n$1",
      named: "selector",
    },
    { what: "a reference to nothing", from: /^ {2}kind: ClusterRole\n/m, to: "", named: "roleRef" },
    { what: "a kubeconfig's key it does not know", from: "current-context:", to: "current-kontext:", named: "kontext" },
    { what: "an audit level there is none of", from: /level: \w+/, to: "level: Everything", named: "Everything" },
  ],
};
