import {
  cidr,
  freshName,
  mapOf,
  matching,
  oneOf,
  registryName,
  registryUrl,
  release,
  section,
  sha256,
} from "../../model/schema/scalars";
import {
  auditLog,
  clusterKeys,
  DISTRIBUTION_KEY,
  foreignLoadBalancerPool,
  kubeVipVersion,
  moreNames,
  testedRelease,
} from "../../model/schema/cluster-keys";
import { versions } from "./read-versions";

const kubernetesVersion = () => release("Kubernetes", "v1.34.2", "v1\\.\\d{1,2}\\.\\d{1,2}");

const calicoVersion = () => release("Calico", "v3.31.7", "v3\\.\\d{1,2}\\.\\d{1,2}");

const packageVersion = () =>
  matching(
    /^[0-9][A-Za-z0-9.+~:-]*-[A-Za-z0-9.+~]+$/,
    "must be the exact version of a package with its revision, e.g. 1.7.28-0~24.04.1",
    "copy it from apt-cache madison containerd",
    "1.7.28-0~24.04.1",
  );

/** One of Calico's manifests, by its file. */
const manifestName = () =>
  matching(
    /^[a-z0-9-]+\.yaml$/,
    "must be the file of a manifest",
    "write it as tigera-operator.yaml",
    "x.yaml",
    (n) => `${freshName(n)}.yaml`,
  );

/** kubeadm. The pod network is the customary one, the Service network kubeadm's default. */
export const kubeadmSchema = section({
  ...clusterKeys,
  loadBalancerPool: foreignLoadBalancerPool(),
  distribution: oneOf(["kubeadm"]).describe(DISTRIBUTION_KEY),
  version: kubernetesVersion().describe("REQUIRED: release of Kubernetes on every node."),
  podCidr: cidr().default("10.244.0.0/16").describe("OPTIONAL, default 10.244.0.0/16: addresses of pods."),
  serviceCidr: cidr().default("10.96.0.0/12").describe("OPTIONAL, default 10.96.0.0/12: addresses of Services."),
  cni: oneOf(["calico"])
    .default("calico")
    .describe("OPTIONAL, default calico: network plugin, installed by its operator."),
  calicoVersion: testedRelease("Calico", calicoVersion(), versions.calico.version),
  calicoSha256: mapOf(manifestName(), sha256(), "manifest: sha256")
    .optional()
    .describe(
      "OPTIONAL, default known for tested releases: sha256 sums of operator-crds.yaml and tigera-operator.yaml.",
    ),
  containerdVersion: packageVersion()
    .optional()
    .describe(
      "OPTIONAL, default the version that apt installs at first boot: exact version of the package containerd.",
    ),
  registryMirrors: mapOf(registryName(), registryUrl(), "registry: URL")
    .default({})
    .describe(
      "OPTIONAL, default none: mirrors tried before the registry itself, e.g. docker.io: http://10.0.20.10:5000.",
    ),
  kubeVipVersion: kubeVipVersion(versions.kubeVip.version),
  audit: auditLog().optional().describe("OPTIONAL, default none: the API server's audit log."),
  sans: moreNames(),
});
