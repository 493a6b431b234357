import { hostAndPort } from "./model/address";
import * as pulumi from "@pulumi/pulumi";
import { isInService } from "./model/outside-vm-plan";
import { awayNotices } from "./stack/away-hosts";
import { changeNotices } from "./stack/change-issues";
import type { StackPlan } from "./distributions/distribution";
import { distributionOf } from "./distributions/registry";
import { haNotices } from "./stack/ha-notices";
import { halfMadeMachines, recreatedBy, recreatedNotices } from "./stack/recreated";
import { movedNotices, withTemplatesFound } from "./stack/moved-machines";
import type { OutputsOfARun } from "./stack/last-run";
import { Cluster } from "./components/cluster";
import { hostClient } from "./components/host-client";
import { readLastRun, refuseImpossibleChange } from "./components/last-run";
import { loadConfig, placedAsBefore } from "./components/load-config";
import { loadParts } from "./components/parts-of-stack";
import { askApi } from "./components/ask-api";
import { proxmoxProviders } from "./components/provider";
import { lookAtHosts, refuseChangesOnHostsAway, refuseForeign } from "./components/refuse-foreign";

/** The whole program: read, check, build, output the result. */
async function program() {
  const asWritten = loadConfig();
  const lastRun = await readLastRun(asWritten.config);
  const loaded = placedAsBefore(asWritten, lastRun);
  const { plan: planned } = loaded;
  const host = hostClient(loaded);
  const inventory = await lookAtHosts(planned, await host, lastRun);
  const { guests } = inventory;
  const plan = withTemplatesFound(planned, guests);
  refuseImpossibleChange(lastRun, { ...loaded, guests });
  refuseForeign(plan, inventory, lastRun);
  refuseChangesOnHostsAway({ ...loaded, lastRun, inventory });
  const halfMade = halfMadeMachines(plan, guests, lastRun);
  // Before the warnings: its request is sent along with them, and the plugin starts while the tree is built.
  const providers = proxmoxProviders(loaded);
  const notices = [
    ...changeNotices(lastRun, loaded),
    ...movedNotices(plan, guests),
    ...haNotices(plan, guests),
    ...awayNotices(plan, inventory),
    ...recreatedNotices(plan, halfMade),
  ];
  for (const warning of [...plan.warnings, ...notices]) await pulumi.log.warn(warning);
  const parts = await loadParts(plan);

  const cluster = new Cluster(plan.cluster.name, {
    ...loaded,
    plan,
    lastRun,
    host,
    providers,
    parts,
    charts: await parts.chartsOfStack?.({ ...loaded, plan }),
    askApi,
    recreated: recreatedBy(plan, halfMade, lastRun),
  });

  return {
    clusterName: plan.cluster.name,
    distribution: plan.cluster.distribution,
    version: plan.cluster.version,
    ...(distributionOf(plan.cluster).kubernetesKey === "kubernetesVersion" && {
      kubernetesVersion: plan.cluster.kubernetesVersion,
    }),
    /** The API's address. */
    apiEndpoint: `https://${hostAndPort(plan.cluster.endpointAddress, 6443)}`,
    /**
     * Nodes by name. Withheld until all of them joined, so that the next run does not rely on the outputs of a failed one.
     */
    nodes: cluster.joined.apply(() => nodesOf(plan)),
    /** VMs outside the cluster in the state, by name. */
    vms: Object.fromEntries(plan.vms.filter(isInService).map(({ name, vmId }) => [name, vmId])),
    /**
     * The applied configuration: the next run refuses edits that an existing cluster cannot follow. Withheld like the nodes.
     */
    configuration: cluster.joined.apply(() => loaded.config),
    /** Templates, by VM id. */
    templates: Object.fromEntries(plan.templates.map(({ vmId, name }) => [vmId, name])),
    /** How to log in to the machines; immutable. */
    login: { user: plan.access.user, sshPort: plan.access.sshPort },
    /** Admin access: `pulumi stack output kubeconfig --show-secrets > kubeconfig`. */
    kubeconfig: pulumi.secret(cluster.kubeconfig),
    /** Further outputs of its distribution, by name, e.g. a talosconfig. */
    ...Object.fromEntries(Object.entries(cluster.outputs).map(([name, text]) => [name, pulumi.secret(text)])),
  } satisfies OutputsOfARun & Readonly<Record<string, unknown>>;
}

const nodesOf = ({ nodes }: StackPlan) =>
  Object.fromEntries(nodes.map(({ name, address, role, vmId, host }) => [name, { address, role, vmId, host }]));

module.exports = program;
