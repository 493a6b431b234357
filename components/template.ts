import * as proxmox from "@muhlba91/pulumi-proxmoxve";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterPlan, TemplatePlan } from "../model/cluster-plan";
import { imageFileName } from "../model/file-names";
import { nodeOf } from "../model/node-names";
import { ownershipMarker } from "../model/ownership-marker";
import { ProxmoxVm } from "./proxmox-vm";
import { devices, emptyDrive, firmwareInputs, rootDiskInput } from "./vm-inputs";

export interface TemplateArgs {
  readonly cluster: ClusterPlan;
  readonly plan: TemplatePlan;
  /** What must exist before the image can be downloaded. */
  readonly after: readonly pulumi.Resource[];
  readonly fileTag: pulumi.Output<string>;
  /** The image, if other templates use the same file; otherwise the template downloads it itself. */
  readonly image?: proxmox.download.File | undefined;
  readonly vmHooks: pulumi.ResourceHookBinding;
}

/**
 * An immutable image (a dated one, verified by its checksum, or one from an image factory, named by the hash of its content)
 * as a template on one host. Machines are full clones of it and stay independent: a new image changes no running machine
 * until its generation is raised.
 */
export class Template extends pulumi.ComponentResource {
  constructor(name: string, args: TemplateArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:Template", name, {}, opts);
    const { cluster, plan } = args;

    const image = args.image ?? templateImage(`${name}-image`, args, { parent: this });

    new ProxmoxVm(
      `${name}-vm`,
      {
        ...devices,
        nodeName: nodeOf(cluster, plan.host),
        vmId: plan.vmId,
        name: plan.name,
        description: `Template of ${plan.imageName}\n${ownershipMarker(cluster.cluster.name, `template/${plan.name}`)}`,
        tags: ["template"],
        template: true,
        started: false,
        onBoot: false,
        cpu: { cores: 1, type: "host" },
        memory: { dedicated: 2048 },
        ...(plan.firmware === "ovmf" ? { machine: "q35" } : {}),
        ...firmwareInputs(plan.firmware, plan.diskStorage),
        operatingSystem: { type: "l26" },
        // Stored as given: at creation Proxmox adds no drive to the order.
        bootOrders: ["virtio0"],
        agent: { enabled: true, waitForIp: { disabled: true } },
        networkDevices: [{ bridge: plan.bridge, model: "virtio", firewall: false }],
        disks: [{ ...rootDiskInput(plan.diskStorage, plan.imageDiskGiB), importFrom: image.id }],
        cdrom: emptyDrive,
      },
      {
        parent: this,
        deleteBeforeReplace: true,
        // One that was migrated stays where it is.
        ignoreChanges: ["disks[0].speed", "disks[0].importFrom", ...(plan.foundOn === undefined ? [] : ["nodeName"])],
        // One image, one template: a new checksum gives a new template; machines cloned from the old one stay.
        replacementTrigger: plan.imageSum?.value ?? plan.imageName,
        hooks: args.vmHooks,
      },
    );
    this.registerOutputs({});
  }
}

type ImageArgs = Pick<TemplateArgs, "cluster" | "plan" | "after" | "fileTag">;

/** The image on its storage. */
export function templateImage(
  name: string,
  { cluster, plan, after, fileTag }: ImageArgs,
  opts: pulumi.CustomResourceOptions,
) {
  return new proxmox.download.File(
    name,
    {
      nodeName: nodeOf(cluster, plan.imageHost),
      datastoreId: plan.imageStorage,
      contentType: "import",
      url: plan.imageUrl,
      fileName: fileTag.apply((tag) => imageFileName(cluster.cluster.name, plan.imageName, tag)),
      ...(plan.imageSum !== undefined && {
        checksum: plan.imageSum.value,
        checksumAlgorithm: plan.imageSum.algorithm,
      }),
      // If true, the provider queries the URL on every refresh and replaces everything when its size changes.
      overwrite: false,
      // Nobody else's file has such a name: what lies there is what a killed run of ours left.
      overwriteUnmanaged: true,
      uploadTimeout: 3600,
    },
    {
      ...opts,
      dependsOn: [...after],
      deleteBeforeReplace: true,
      // An existing file is kept as long as it is the right image, whatever its name.
      ignoreChanges: ["fileName", "overwriteUnmanaged"],
    },
  );
}
