import { cidr, hostNameOrAddress, listOf, mapOf, matching, oneOf, section, sha256, wholeNumber } from "../scalars";
import { clusterKeys, kubeVipVersion } from "./common";

const kubernetesVersion = () =>
  matching(/^v1\.\d{1,2}\.\d{1,2}$/, "allowed is an exact Kubernetes release", "write it as v1.34.2");

const calicoVersion = () =>
  matching(/^v3\.\d{1,2}\.\d{1,2}$/, "allowed is an exact Calico release", "write it as v3.31.7");

const debianVersion = () =>
  matching(
    /^[0-9][A-Za-z0-9.+~:-]*$/,
    "allowed is an exact Debian version",
    "copy it from apt-cache madison containerd",
  );

const mirrorEndpoint = () =>
  matching(
    /^https?:\/\/[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:\d{1,5})?(\/[\w./-]*)?$/,
    "allowed is the URL of a registry",
    "write it as http://10.0.20.10:5000",
  );

/** kubeadm on Ubuntu. The pod network is the customary one, the Services' is kubeadm's own default. */
export const kubeadmSchema = section({
  ...clusterKeys,
  distribution: oneOf(["kubeadm"]).describe("REQUIRED: rke2, kubeadm or talos."),
  version: kubernetesVersion().describe("REQUIRED: release of Kubernetes on every node."),
  podCidr: cidr().default("10.244.0.0/16").describe("OPTIONAL, default 10.244.0.0/16."),
  serviceCidr: cidr().default("10.96.0.0/12").describe("OPTIONAL, default 10.96.0.0/12."),
  cni: oneOf(["calico"]).default("calico").describe("OPTIONAL, default calico, through its operator."),
  calicoVersion: calicoVersion().default("v3.31.7").describe("OPTIONAL, default v3.31.7: release of Calico."),
  calicoSha256: mapOf(sha256(), "manifest: sha256")
    .optional()
    .describe("OPTIONAL, default known for some releases: sums of operator-crds.yaml and tigera-operator.yaml."),
  containerdVersion: debianVersion()
    .optional()
    .describe("OPTIONAL, default Ubuntu's candidate at the first boot: exact version of the package containerd."),
  registryMirrors: mapOf(mirrorEndpoint(), "registry: URL")
    .default({})
    .describe(
      "OPTIONAL, default none: a mirror asked before the registry itself, e.g. docker.io: http://10.0.20.10:5000.",
    ),
  kubeVipVersion: kubeVipVersion(),
  audit: section({
    maxAgeDays: wholeNumber(1, 3650, "days").default(30).describe("Default 30: days an audit log is kept."),
    maxBackups: wholeNumber(1, 1000, "files").default(10).describe("Default 10: rotated files kept."),
    maxSizeMB: wholeNumber(1, 10_000, "MB")
      .default(100)
      .describe("Default 100: size in MB at which the file is rotated."),
  })
    .optional()
    .describe("OPTIONAL, default none: the API server's audit log."),
  sans: listOf(hostNameOrAddress(), "names and addresses")
    .default([])
    .describe("OPTIONAL: more names for the API certificate; the VIP and a node's own address are always in its own."),
});
