import * as pulumi from "@pulumi/pulumi";
import { isLiving, type LivingOutsideVm } from "../model/outside-vm-plan";
import { configurationResource } from "../model/begun-run";
import type { ClusterPlan, NodePlan, TemplatePlan } from "../model/cluster-plan";
import { renderKubeconfig } from "../model/render/kubeconfig";
import { installationOf } from "../model/installations";
import { isShared } from "../model/storages";
import { OutsideVms, type OutsideVmsArgs, behindGatewaysOf, gatewaysOf } from "./outside-vms";
import { bootstrapOf } from "./bootstrap/distributions";
import { Kubeconfig } from "./bootstrap/kubeconfig";
import { operatorScript } from "./bootstrap/operator-script";
import { ClusterIdentity } from "./cluster-identity";
import { ControlPlane } from "./control-plane";
import { byMapping, GpuMapping } from "./gpu-mapping";
import { HostKeys } from "./host-keys";
import { documentRetryHook } from "./document-retry";
import { freeNameHook } from "./file-hooks";
import { imageRetryHook } from "./image-retry";
import { madeAnewResource } from "../model/made-anew";
import { bringsNodes, type LastRun, type MadeAnew } from "../model/last-run";
import type { LoadedConfig } from "./load-config";
import { Network } from "./network";
import type { ProxmoxProviders } from "./provider";
import type { PveClient } from "./pve-client";
import type { BuildContext } from "./build-context";
import { Template, templateImage } from "./template";
import { vmHooks } from "./vm-hooks";
import { Workers } from "./workers";

export interface ClusterArgs extends LoadedConfig {
  readonly lastRun: LastRun;
  /** Our own way to the host. */
  readonly host: Promise<PveClient>;
  readonly providers: ProxmoxProviders;
  /** How often nodes were made anew, those of this run counted. */
  readonly madeAnew?: MadeAnew;
}

/** A Kubernetes cluster on Proxmox VE, from the image to the kubeconfig. */
export class Cluster extends pulumi.ComponentResource {
  /** Admin access through the address that outlives any one server. Secret. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Further outputs of its distribution, by name. Secret. */
  readonly outputs: Readonly<Record<string, pulumi.Output<string>>>;

  /** Known once every node is part of the cluster. */
  readonly joined: pulumi.Output<unknown>;

  constructor(
    name: string,
    { config, plan, secrets, lastRun, host, providers, madeAnew = {} }: ClusterArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("homelab:index:Cluster", name, {}, { ...opts, providers: [providers.first] });
    const parent = { parent: this };
    const freeName = freeNameHook(plan, host);
    const context: BuildContext = {
      plan,
      secrets,
      ...{ lastRun, madeAnew },
      identity: new ClusterIdentity(name, parent),
      hostKeys: new HostKeys(name, { machines: [...plan.nodes, ...imageOutsideVms(plan)].filter(hasSsh) }, parent),
      vmHooks: vmHooks(plan, host),
      documentHooks: { beforeCreate: [freeName], onError: [documentRetryHook()] },
      providers,
    };

    // Written down before there is a machine: an edit after a run that does not finish is held against it.
    const intent = new pulumi.Stash(
      configurationResource(name),
      { input: config },
      { ...parent, ignoreChanges: bringsNodes(plan, lastRun) ? [] : ["input"] },
    );
    // Before the machines that it replaces: what is not written down would be counted twice.
    const counts =
      Object.keys(madeAnew).length === 0 ? [] : [new pulumi.Stash(madeAnewResource(name), { input: madeAnew }, parent)];
    const network = new Network(name, { bridges: plan.network.bridges, providers }, parent);
    const bootstrap = bootstrapOf(name, context, parent);
    const image =
      bootstrap.image === undefined
        ? []
        : [operatorScript(`${name}-image`, { about: name, ...bootstrap.image }, parent)];
    const templateName = (host: string) => `${name}-template-${host}`;
    const imageRetry = plan.templates.some(hasNoSum) ? [imageRetryHook()] : [];
    const imageHooks = { beforeCreate: [freeName], onError: imageRetry };
    const makeTemplate = { cluster: plan.cluster.name, after: image, imageHooks, vmHooks: context.vmHooks.machine };
    const [forShared] = plan.templates.filter(({ imageIsShared }) => imageIsShared);
    const sharedImage =
      forShared &&
      templateImage(
        `${name}-image`,
        { ...makeTemplate, plan: forShared },
        {
          ...parent,
          provider: providers.of(forShared.imageHost),
        },
      );
    const templates = plan.templates.map(
      (template) =>
        new Template(
          templateName(template.host),
          { ...makeTemplate, plan: template, image: template.imageIsShared ? sharedImage : undefined },
          {
            ...parent,
            providers: [providers.of(template.host)],
            aliases: previousHosts(plan, template, lastRun).map((previous) => ({ name: templateName(previous) })),
          },
        ),
    );
    const gpuName = (gpu: string) => `${name}-gpu-${gpu}`;
    const gpus = byMapping(plan).map((gpus) => {
      const [{ name: gpu, mapping, host: on }] = gpus;
      const { name: installation } = installationOf(plan, on);
      return new GpuMapping(
        gpuName(installation === "" ? mapping : `${mapping}-${installation}`),
        { cluster: plan.cluster.name, gpus, provider: providers.of(on) },
        // What it was called while a mapping was one GPU's.
        { ...parent, aliases: gpu === mapping ? [] : [{ name: gpuName(gpu) }] },
      );
    });
    const made = { context, templates, before: [] };
    const gateways = this.outsideVms(`${name}-gateways`, gatewaysOf(plan), { ...made, after: [intent, network] });
    const after = [intent, ...counts, network, ...templates, ...gpus, ...gateways];

    const controlPlane = new ControlPlane(
      name,
      { context, bootstrap, after, machines: plan.nodes.filter((machine) => machine.role === "control-plane") },
      parent,
    );
    const workers = plan.nodes.filter((machine) => machine.role === "worker");
    const { agents } = new Workers(name, { context, bootstrap, after, controlPlane, machines: workers }, parent);
    this.joined = pulumi.all([...controlPlane.servers, ...agents].map(({ joined }) => joined));
    const behind = { ...made, after: [intent, network, ...gateways], before: [controlPlane.firstVm] };
    this.outsideVms(name, behindGatewaysOf(plan), behind);

    const { first, firstServer } = controlPlane;
    const kubeconfig =
      "text" in bootstrap.kubeconfig
        ? bootstrap.kubeconfig.text
        : new Kubeconfig(name, { context, from: first, after: [firstServer], ...bootstrap.kubeconfig }, parent)
            .serverKubeconfig;
    this.kubeconfig = kubeconfig.apply((text) =>
      renderKubeconfig(text, {
        clusterName: plan.cluster.name,
        endpointAddress: plan.cluster.endpointAddress,
        proxyUrl: plan.access.apiProxy,
      }),
    );
    this.outputs = bootstrap.outputs;
    this.registerOutputs({ kubeconfig: this.kubeconfig, ...this.outputs });
  }

  private outsideVms(
    name: string,
    machines: readonly LivingOutsideVm[],
    args: Omit<OutsideVmsArgs, "machines">,
  ): OutsideVms[] {
    return machines.length === 0 ? [] : [new OutsideVms(name, { ...args, machines }, { parent: this })];
  }
}

/** Where a template on a shared storage may have been before: its machine can only be one, on whatever host. */
function previousHosts(plan: ClusterPlan, { host, diskStorage }: TemplatePlan, { configuration }: LastRun): string[] {
  if (!isShared(plan, host, diskStorage)) return [];
  const hosts = new Set([...Object.keys(plan.proxmox.hosts), ...Object.keys(configuration?.proxmox.hosts ?? {})]);
  return [...hosts].filter((other) => !plan.templates.some((template) => template.host === other));
}

const hasNoSum = ({ imageSum }: TemplatePlan) => imageSum === undefined;

const hasSsh = (machine: Pick<NodePlan, "name" | "firstBoot">) => machine.firstBoot === "cloud-init";

/** Machines that are no nodes, but come from the same image and are told who they are in the same way. */
function imageOutsideVms({ vms }: ClusterPlan) {
  const fromImage = vms.filter(isLiving).filter(({ source }) => source === "image");
  return fromImage.map(({ name }) => ({ name, firstBoot: "cloud-init" as const }));
}
