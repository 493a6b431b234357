import { withPrefix } from "../model/address";
import * as proxmox from "@muhlba91/pulumi-proxmoxve";
import * as pulumi from "@pulumi/pulumi";
import type { NodePlan } from "../model/cluster-plan";
import { firstBootFileName } from "../model/file-names";
import { renderVendorData } from "../os/vendor-data";
import { isInUse } from "../stack/last-run";
import { nodeOf } from "../model/node-names";
import type { ProxmoxVmArgs } from "./proxmox-vm";
import { type BuildContext, templateOf } from "./build-context";

/** A machine that boots for the first time; without an address it uses DHCP. */
export type FirstBootPlan = Pick<NodePlan, "name" | "vmId" | "host" | "storage" | "searchDomain" | "firstBoot"> &
  Partial<Pick<NodePlan, "generation" | "address" | "prefixLength" | "gateway" | "dns">>;

export interface FirstBootResources {
  readonly machine: FirstBootPlan;
  readonly context: BuildContext;
  /** A change of it replaces the machine and its snippet. */
  readonly life?: string;
}

/** The cloud-init configuration of a machine's first boot. */
export interface FirstBoot {
  readonly initialization: NonNullable<ProxmoxVmArgs["initialization"]>;
  /** Files the machine reads, which must exist before it starts. */
  readonly documents: readonly pulumi.Resource[];
}

/**
 * The slot of the cloud-init drive: on virtio-scsi, which the kernel of every cloud image supports, unlike AHCI, which IDE
 * is on a q35 machine (docs/decisions/0031). The last slot, as disks added later start at the first.
 */
const DRIVE = "scsi30";

/** By cloud-init with a snippet of ours, or with only its address: the rest is configured over the system's own API. */
export function firstBootOf(name: string, args: FirstBootResources, opts: pulumi.CustomResourceOptions): FirstBoot {
  const initialization = address(args.machine);
  if (args.machine.firstBoot === "api") return { initialization, documents: [] };
  const { access } = args.context.plan;
  const { snippetStorage } = templateOf(args.context.plan, args.machine);
  const fileName = documentName(args, snippetStorage);
  const exists = isInUse(args.context.lastRun, args.machine);
  const document = new proxmox.FileLegacy(
    `${name}-vendor-data`,
    {
      nodeName: nodeOf(args.context.plan, args.machine.host),
      datastoreId: snippetStorage,
      contentType: "snippets",
      sourceRaw: { fileName, data: vendorData(args) },
      // Nobody else's file has such a name: what lies there is what a run of ours left.
      overwrite: true,
    },
    {
      ...opts,
      additionalSecretOutputs: ["sourceRaw"],
      hooks: args.context.documentHooks,
      // Cut off by its next life only: Proxmox reads it whenever the machine starts, and what it says counts once.
      deleteBeforeReplace: !exists,
      ignoreChanges: exists ? ["sourceRaw", "nodeName", "datastoreId", "overwrite"] : ["overwrite"],
      ...(args.life !== undefined && { replacementTrigger: args.life }),
    },
  );
  return {
    initialization: {
      ...initialization,
      // Of a machine that is being made it is written out: a document that goes first would take the machine along. One that
      // lives keeps the document it has, under whatever name.
      vendorDataFileId: exists ? document.id : pulumi.interpolate`${snippetStorage}:snippets/${fileName}`,
      userAccount: {
        username: access.user,
        keys: [...access.authorizedKeys, args.context.identity.automationPublicKey],
      },
    },
    documents: [document],
  };
}

/** One that an earlier version wrote, without a tag, keeps its name, as a machine refers to it. */
function documentName({ context, machine }: FirstBootResources, storage: string): pulumi.Output<string> {
  const { plan, lastRun, identity } = context;
  const untagged = firstBootFileName(plan.cluster.name, machine);
  const isThere = lastRun.inState?.files.some(({ name }) => name === `${storage}:snippets/${untagged}`) === true;
  return isThere
    ? pulumi.output(untagged)
    : identity.fileTag.apply((tag) => firstBootFileName(plan.cluster.name, machine, tag));
}

function address({ storage, address: own, prefixLength, gateway, dns, searchDomain }: FirstBootPlan) {
  const fixed = own !== undefined &&
    prefixLength !== undefined && { address: withPrefix(own, prefixLength), ...(gateway !== undefined && { gateway }) };
  return {
    datastoreId: storage,
    interface: DRIVE,
    dns: { domain: searchDomain, ...(dns && { servers: [...dns] }) },
    ipConfigs: [{ ipv4: fixed || { address: "dhcp" } }],
    upgrade: false,
  };
}

function vendorData({ context, machine }: FirstBootResources): pulumi.Output<string> {
  const { privateKey, publicKey } = context.hostKeys.of(machine);
  return pulumi
    .all([privateKey, publicKey, context.secrets.consolePasswordHash])
    .apply(([hostKeyPrivate, hostKeyPublic, hash]) =>
      renderVendorData(context.plan, machine, {
        hostKeyPrivate,
        hostKeyPublic,
        ...(hash === undefined ? {} : { consolePasswordHash: hash }),
      }),
    );
}
