import type { z } from "zod";
import {
  certificateName,
  clusterDomainName,
  dnsLabel,
  ipAddress,
  listOf,
  mapOf,
  oneOf,
  release,
  section,
  serviceName,
  subnetName,
  wholeNumber,
} from "./scalars";

/** The default shown for a release that is in a distribution's versions.json. */
export const TESTED_RELEASE = "the tested release";

/** The default domain of distributions and Cilium. */
export const DEFAULT_CLUSTER_DOMAIN = "cluster.local";

/** Both ends of a pool, regardless of what announces it. */
export const poolEnds = {
  from: ipAddress().describe("REQUIRED: first address."),
  to: ipAddress().describe("REQUIRED: last address."),
};

/** Keys of every cluster, whatever its distribution. */
export const clusterKeys = {
  name: dnsLabel("a name").describe("REQUIRED: name of the cluster; also a tag of its VMs."),
  vip: ipAddress()
    .optional()
    .describe("REQUIRED with more than one control plane: the API address, independent of any single control plane."),
  subnet: subnetName().optional().describe("OPTIONAL, default the only subnet: where the nodes are."),
  dnsServiceIp: ipAddress()
    .optional()
    .describe("OPTIONAL, default the tenth address of serviceCidr: address of the cluster's DNS."),
  clusterDomain: clusterDomainName()
    .default(DEFAULT_CLUSTER_DOMAIN)
    .describe(
      "OPTIONAL, default cluster.local: domain of the cluster's DNS; Services are <name>.<namespace>.svc below it.",
    ),
  loadBalancerPool: section(poolEnds)
    .optional()
    .describe("OPTIONAL, default none: addresses for Services of type LoadBalancer."),
};

/** Keys that every cluster may have; a distribution adds further keys, and narrows these. */
export type ClusterConfig = z.infer<z.ZodObject<typeof clusterKeys>> & {
  readonly distribution: string;
  readonly version: string;
  readonly podCidr: string;
  readonly serviceCidr: string;
};

/** Cilium can reserve an address of its pool for one Service (docs.cilium.io: LB IPAM, service selectors). */
export const ciliumLoadBalancerPool = () =>
  section({
    ...poolEnds,
    reserved: mapOf(serviceName(), ipAddress(), "Service name: address")
      .default({})
      .describe("OPTIONAL, default none: addresses of the pool reserved for the Service of this name."),
  })
    .optional()
    .describe("OPTIONAL, default none: addresses for Services of type LoadBalancer, announced by Cilium.");

/** Calico announces nothing by itself, so the owner has to install and name something that does. */
export const foreignLoadBalancerPool = () =>
  section({
    ...poolEnds,
    announcedBy: oneOf(["metallb", "kube-vip", "calico-bgp", "other"]).describe(
      "REQUIRED with a pool: the software that assigns these addresses to Services and announces them; you install it.",
    ),
  })
    .optional()
    .describe("OPTIONAL, default none: addresses for Services of type LoadBalancer, assigned by announcedBy.");

/** kube-vip holds the VIP where the distribution has no mechanism of its own. */
export const kubeVipVersion = (tested: string) => testedRelease("kube-vip", release("kube-vip", "v1.0.1"), tested);

/** The release of an add-on; the default is in a versions.json. */
export const testedRelease = (of: string, kind: ReturnType<typeof release>, tested: string) =>
  kind.default(tested).describe(`OPTIONAL, default ${TESTED_RELEASE}: release of ${of}.`);

/** The description of the key `distribution`. */
export const DISTRIBUTION_KEY = "REQUIRED: the Kubernetes distribution.";

/** The API server's audit log, if the program sets its flags. */
export const auditLog = () =>
  section({
    maxAgeDays: wholeNumber(1, 3650, "days")
      .default(30)
      .describe("OPTIONAL, default 30: days that audit logs are kept."),
    maxBackups: wholeNumber(1, 1000, "files").default(10).describe("OPTIONAL, default 10: rotated files kept."),
    maxSizeMB: wholeNumber(1, 10_000, "MB")
      .default(100)
      .describe("OPTIONAL, default 100: size in MB at which a file is rotated."),
  });

/** Additional names in the API's certificate. */
export const moreNames = () =>
  listOf(certificateName(), "names and addresses")
    .default([])
    .describe(
      "OPTIONAL, default none: additional names for the API certificate, besides the API address and the node's own.",
    );
