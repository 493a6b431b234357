import {
  cidr,
  ipAddress,
  listOf,
  mapOf,
  oneOf,
  registryName,
  registryUrl,
  release,
  section,
  serviceName,
  sha256,
  yesOrNo,
} from "../../model/schema/scalars";
import {
  auditLog,
  clusterKeys,
  DISTRIBUTION_KEY,
  kubeVipVersion,
  moreNames,
  poolEnds,
  testedRelease,
} from "../../model/schema/cluster-keys";
import { versions } from "./read-versions";

const k3sVersion = () => release("k3s", "v1.34.1+k3s1", "v1\\.\\d{1,2}\\.\\d{1,2}\\+k3s[1-9]\\d?");

/** Components packaged with k3s (k3s pkg/cli/cmds/const_linux.go: DisableItems). */
const COMPONENTS = ["coredns", "servicelb", "traefik", "local-storage", "metrics-server", "runtimes"] as const;

/** Flannel backends that k3s still supports (docs.k3s.io/networking/basic-network-options). */
const BACKENDS = ["vxlan", "host-gw", "wireguard-native"] as const;

/** Cilium announces addresses itself; with flannel the owner has to install and name something that does. */
const loadBalancerPool = () =>
  section({
    ...poolEnds,
    announcedBy: oneOf(["cilium", "metallb", "kube-vip", "other"]).describe(
      "REQUIRED with a pool: the software that assigns these addresses to Services and announces them; except for " +
        "Cilium, you install it.",
    ),
    reserved: mapOf(serviceName(), ipAddress(), "Service name: address")
      .default({})
      .describe("OPTIONAL, default none: addresses of the pool reserved for the Service of this name, with Cilium."),
  })
    .optional()
    .describe("OPTIONAL, default none: addresses for Services of type LoadBalancer.");

/** k3s. CIDR defaults are its own (docs.k3s.io/cli/server). */
export const k3sSchema = section({
  ...clusterKeys,
  loadBalancerPool: loadBalancerPool(),
  distribution: oneOf(["k3s"]).describe(DISTRIBUTION_KEY),
  version: k3sVersion().describe("REQUIRED: release of the servers."),
  agentVersion: k3sVersion()
    .optional()
    .describe("OPTIONAL, default version: release of the agents; may lag behind, never lead."),
  podCidr: cidr().default("10.42.0.0/16").describe("OPTIONAL, default 10.42.0.0/16: addresses of pods."),
  serviceCidr: cidr().default("10.43.0.0/16").describe("OPTIONAL, default 10.43.0.0/16: addresses of Services."),
  cni: oneOf(["flannel", "cilium"])
    .default("flannel")
    .describe("OPTIONAL, default flannel: network plugin; cilium also replaces network policies and kube-proxy."),
  flannelBackend: oneOf(BACKENDS)
    .default("vxlan")
    .describe("OPTIONAL, default vxlan: how flannel carries packets between nodes."),
  ciliumVersion: testedRelease("Cilium", release("Cilium", "v1.19.5"), versions.cilium.version),
  hubble: yesOrNo().default(false).describe("OPTIONAL, default false: Hubble relay and UI, with Cilium."),
  kubeVipVersion: kubeVipVersion(versions.kubeVip.version),
  disable: listOf(oneOf(COMPONENTS), "packaged components")
    .default([])
    .describe("OPTIONAL, default none: packaged components left out."),
  registryMirrors: mapOf(registryName(), registryUrl(), "registry: URL")
    .default({})
    .describe(
      "OPTIONAL, default none: mirrors tried before the registry itself, e.g. docker.io: http://10.0.20.10:5000.",
    ),
  audit: auditLog().optional().describe("OPTIONAL, default none: the API server's audit log."),
  sans: moreNames(),
  artifactSha256: sha256()
    .optional()
    .describe("OPTIONAL, default the release's own checksum file: sha256 of the program k3s."),
});
