import * as pulumi from "@pulumi/pulumi";
import { Cluster } from "./components/cluster";
import { loadConfig } from "./components/load-config";
import { proxmoxProvider } from "./components/provider";

const loaded = loadConfig();
const { plan } = loaded;
for (const warning of plan.warnings) void pulumi.log.warn(warning);

const cluster = new Cluster(plan.cluster.name, loaded, { providers: [proxmoxProvider(loaded)] });

/** Name of the cluster. */
export const clusterName = plan.cluster.name;
/** What runs Kubernetes, and which release of it. */
export const distribution = plan.cluster.distribution;
export const version = plan.cluster.version;
/** Where the API answers. */
export const apiEndpoint = `https://${plan.cluster.endpointAddress}:6443`;
/** Machines by name. */
export const nodes = Object.fromEntries(
  plan.machines.map(({ name, address, role, vmId, host }) => [name, { address, role, vmId, host }]),
);
/** Admin access: `pulumi stack output kubeconfig --show-secrets > kubeconfig`. */
export const kubeconfig = pulumi.secret(cluster.kubeconfig);
