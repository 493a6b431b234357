import * as pulumi from "@pulumi/pulumi";
import type { LivingAppliance } from "../model/appliance-plan";
import { adoptedShape, importId, leftAlone } from "./adoption";
import { applianceShape } from "./appliance-shape";
import { firstBootOf } from "./first-boot";
import { ProxmoxVm } from "./proxmox-vm";
import { rootDisk } from "./root-disk";
import type { Site } from "./site";

export interface ApplianceArgs {
  readonly appliance: LivingAppliance;
  readonly site: Site;
  /** What must be there before it is made, and must stay until it is gone. */
  readonly after: readonly pulumi.Resource[];
}

/** What was chosen at its creation is history: a new image, ISO or key makes no new machine. */
const MADE_ONCE = ["clone", "initialization", "cdrom", "bootOrders", "disks", "nodeName"];

/** A machine that is no node. What is installed on it is its owner's business, unless it comes from the image. */
export class Appliance extends pulumi.ComponentResource {
  constructor(name: string, { appliance, site, after }: ApplianceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:Appliance", name, {}, { ...opts, providers: [site.providers.of(appliance.host)] });
    const { network, ...machine } = appliance;
    const booting = { ...machine, ...network, firstBoot: "cloud-init" } as const;
    const firstBoot =
      appliance.source === "image" ? firstBootOf(name, { machine: booting, site }, { parent: this }) : undefined;

    const vm = new ProxmoxVm(
      `${name}-vm`,
      {
        ...(appliance.adopted ? adoptedShape(appliance) : applianceShape(site.plan, appliance)),
        ...(firstBoot && { initialization: firstBoot.initialization }),
      },
      {
        parent: this,
        dependsOn: [...(firstBoot?.documents ?? []), ...after],
        deleteBeforeReplace: true,
        protect: appliance.protect,
        ...(appliance.adopted && { import: importId(appliance) }),
        ignoreChanges: appliance.adopted ? leftAlone(appliance) : MADE_ONCE,
        hooks: site.vmHooks.machine,
      },
    );
    if (!appliance.adopted) rootDisk(name, appliance, site.vmHooks.disk, { parent: this, dependsOn: [vm] });
    this.registerOutputs({});
  }
}
