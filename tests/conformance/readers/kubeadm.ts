import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Document } from "../documents/document";
import { isOfGroups } from "./api-groups";
import { complaint, inFolder, run } from "./program";
import type { Reader } from "./reader";
import { builtTool } from "./tools";

const GROUPS = ["kubeadm.k8s.io", "kubelet.config.k8s.io", "kubeproxy.config.k8s.io"];

/** The minors whose own kubeadm is at hand. Others are read by 1.34, which refuses clusters older than 1.33. */
const BUILT = ["1.29", "1.34"];

/** kubeadm of the cluster's minor version: each reads other versions of its documents. */
export const kubeadm: Reader = {
  name: "kubeadm",
  reads: ({ text }) => isOfGroups(text, GROUPS),
  judge: (documents) => Promise.all(documents.map(validate)),
  mistakes: [
    { what: "a field it does not know", from: "podSubnet:", to: "podSubnets:", named: "podSubnets" },
    { what: "a pod network that is none", from: /podSubnet: .*/, to: "podSubnet: everywhere", named: "podSubnet" },
    {
      what: "an API it does not have",
      from: /kubeadm\.k8s\.io\/v1beta\d/,
      to: "kubeadm.k8s.io/v1beta9",
      named: "v1beta9",
    },
    { what: "a kubelet's field it does not know", from: "cgroupDriver:", to: "cgroupDrivers:", named: "cgroupDrivers" },
  ],
};

async function validate({ text, kubernetes }: Document): Promise<string[]> {
  const minor = kubernetes.replace(/^v/, "");
  const program = await builtTool(`kubeadm-${BUILT.includes(minor) ? minor : "1.34"}`);
  const answer = await inFolder(async (folder) => {
    await writeFile(join(folder, "kubeadm.yaml"), text);
    return run(program, ["config", "validate", "--config", "kubeadm.yaml"], "", folder);
  });
  const warnings = answer.stderr
    .split("\n")
    .filter((line) => /^W\d|deprecated|unknown field|strict decoding/.test(line));
  return [...complaint(answer), ...warnings];
}
