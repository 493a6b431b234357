import * as pulumi from "@pulumi/pulumi";
import type { Bootstrap } from "../distributions/components/bootstrap";
import type { NodePlan } from "../model/cluster-plan";
import type { StackPlan } from "../distributions/distribution";
import type { LastRun, Recreated } from "../stack/last-run";
import { isInService } from "../model/outside-vm-plan";
import { renderKubeconfig } from "../model/render/kubeconfig";
import type { AskApi } from "./ask-api";
import { Kubeconfig } from "./bootstrap/kubeconfig";
import type { BuildContext } from "./build-context";
import { ClusterIdentity } from "./cluster-identity";
import { ControlPlane } from "./control-plane";
import { gpuMappings } from "./gpu-mapping";
import { HostKeys } from "./host-keys";
import type { LoadedConfig } from "./load-config";
import { Network } from "./network";
import { behindGatewaysOf, gatewaysOf, outsideVms } from "./outside-vms";
import type { PartsOfStack } from "./parts-of-stack";
import type { ReadyCharts } from "./platform/charts/ready-charts";
import type { ProxmoxProviders } from "./provider";
import type { PveClient } from "./pve-client";
import { documentRetryHook } from "./retries";
import { runRecords } from "./run-records";
import { templatesOf } from "./templates";
import { vmHooks } from "./vm-hooks";
import { Workers } from "./workers";

export interface ClusterArgs extends LoadedConfig {
  readonly lastRun: LastRun;
  /** Client for our own requests to the hosts. */
  readonly host: Promise<PveClient>;
  readonly providers: ProxmoxProviders;
  readonly parts: PartsOfStack;
  /** Whether the API server answers; checked before anything is created on the cluster. */
  readonly askApi?: AskApi;
  /** Where the charts of add-ons are. */
  readonly charts?: ReadyCharts | undefined;
  /** How often nodes were recreated, including by this run. */
  readonly recreated?: Recreated;
}

/**
 * A Kubernetes cluster on Proxmox VE, from the image to the kubeconfig. Its constructor is the order of a cluster's life:
 * `up` goes through it from the top, `destroy` from the end, and each step waits for those in its `after`. A killed run is
 * resumed where its state ends: every step checks what exists before it does anything.
 */
export class Cluster extends pulumi.ComponentResource {
  /** Admin access through the address that does not depend on a single server. Secret. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Further outputs of its distribution, by name. Secret. */
  readonly outputs: Readonly<Record<string, pulumi.Output<string>>>;
  /** Resolves once every node has joined the cluster. */
  readonly joined: pulumi.Output<unknown>;

  constructor(name: string, args: ClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    const { plan, providers, parts } = args;
    super("homelab:index:Cluster", name, {}, { ...opts, providers: [providers.first] });
    const parent = { parent: this };

    // 1. Keys and host keys, and what the next run must know if this one does not finish.
    const context = buildContext(name, args, parent);
    const records = runRecords(name, context, args.config, parent);

    // 2. On the hosts: bridges, the image and its templates, mappings of GPUs, and VMs that nodes are behind.
    const network = new Network(name, { plan, providers }, parent);
    const bootstrap = parts.makeBootstrap(name, context, parent);
    const templates = templatesOf(name, context, bootstrap, parent);
    const gpus = gpuMappings(name, context, parent);
    const vms = { context, templates, before: [], after: [...records, network] };
    const gateways = outsideVms(`${name}-gateways`, { ...vms, vms: gatewaysOf(plan) }, parent);
    const after = [...records, network, ...templates, ...gpus, ...gateways];

    // 3. Control planes: new VMs are cloned and prepared at once; the first initializes, the others join one by one, each
    //    behind the health gate of the one before. VMs of before change behind it too.
    const nodes = { context, bootstrap, after };
    const controlPlane = new ControlPlane(name, { ...nodes, nodes: withRole(plan, "control-plane") }, parent);

    // 4. Workers: their VMs beside the control planes', their joins side by side; those of before drained one by one.
    const workers = new Workers(name, { ...nodes, controlPlane, nodes: withRole(plan, "worker") }, parent);
    this.joined = pulumi.all([...controlPlane.servers, ...workers.agents].map(({ joined }) => joined));

    // 5. All other VMs: nothing of the cluster waits for them.
    const others = { ...vms, after: [...vms.after, ...gateways], before: [controlPlane.firstVm] };
    outsideVms(name, { ...others, vms: behindGatewaysOf(plan) }, parent);

    // 6. Admin access.
    this.kubeconfig = adminKubeconfig(name, { context, bootstrap, controlPlane }, parent);
    this.outputs = bootstrap.outputs;

    // 7. What runs on it from the first minute, once every control plane is healthy: none comes or goes meanwhile.
    const { servers } = controlPlane;
    const healthy = {
      kubeconfig: this.kubeconfig,
      context,
      // Goes in every destroy: the cluster itself stays where some of its VMs do.
      cluster: controlPlane,
      after: servers,
      joined: pulumi.all(servers.map((server) => server.joined)),
      ask: args.askApi,
      workers: workers.agents,
      retries: args.lastRun.retries ?? {},
      charts: args.charts ?? new Map<string, never>(),
    };
    if (plan.platform && parts.Platform) new parts.Platform(name, { ...healthy, platform: plan.platform }, parent);
    this.registerOutputs({ kubeconfig: this.kubeconfig, ...this.outputs });
  }
}

function buildContext(
  name: string,
  { plan, secrets, lastRun, host, providers, recreated = {} }: ClusterArgs,
  opts: pulumi.ComponentResourceOptions,
): BuildContext {
  return {
    plan,
    secrets,
    lastRun,
    recreated,
    providers,
    identity: new ClusterIdentity(name, opts),
    hostKeys: new HostKeys(name, { machines: [...plan.nodes, ...imageOutsideVms(plan)].filter(hasSsh) }, opts),
    vmHooks: vmHooks(plan, host),
    documentHooks: { onError: [documentRetryHook()] },
  };
}

interface Access {
  readonly context: BuildContext;
  readonly bootstrap: Bootstrap;
  readonly controlPlane: ControlPlane;
}

/** With the address that does not depend on a single server in place of the server's own. */
function adminKubeconfig(
  name: string,
  { context, bootstrap: { kubeconfig }, controlPlane: { first, firstServer } }: Access,
  opts: pulumi.ComponentResourceOptions,
): pulumi.Output<string> {
  const { cluster, access } = context.plan;
  const text =
    "text" in kubeconfig
      ? kubeconfig.text
      : new Kubeconfig(name, { context, from: first, after: [firstServer], ...kubeconfig }, opts).serverKubeconfig;
  return text.apply((own) =>
    renderKubeconfig(own, {
      clusterName: cluster.name,
      endpointAddress: cluster.endpointAddress,
      proxyUrl: access.apiProxy,
    }),
  );
}

const withRole = ({ nodes }: StackPlan, role: NodePlan["role"]) => nodes.filter((node) => node.role === role);

const hasSsh = (machine: Pick<NodePlan, "name" | "firstBoot">) => machine.firstBoot === "cloud-init";

/** VMs outside the cluster that are cloned from the same image and configured by cloud-init in the same way. */
function imageOutsideVms({ vms }: StackPlan) {
  const fromImage = vms.filter(isInService).filter(({ source }) => source === "image");
  return fromImage.map(({ name }) => ({ name, firstBoot: "cloud-init" as const }));
}
