import * as pulumi from "@pulumi/pulumi";
import type { LivingOutsideVm } from "../model/outside-vm-plan";
import { adoptedVmInputs, importId, leftAlone } from "./adoption";
import { outsideVmInputs } from "./outside-vm-inputs";
import { firstBootOf } from "./first-boot";
import { ProxmoxVm } from "./proxmox-vm";
import { rootDisk } from "./root-disk";
import type { BuildContext } from "./build-context";
import { isInState } from "../stack/last-run";

export interface OutsideVmArgs {
  readonly outsideVm: LivingOutsideVm;
  readonly context: BuildContext;
  /** What must exist before it is created, and until it is deleted. */
  readonly after: readonly pulumi.Resource[];
}

/** Inputs that only matter at creation: a new image, ISO or key does not replace the machine. */
const MADE_ONCE = ["clone", "initialization", "cdrom", "bootOrders", "disks", "nodeName"];

/** A VM outside the cluster. What is installed on it is up to its owner, unless it is cloned from the image. */
export class OutsideVm extends pulumi.ComponentResource {
  constructor(name: string, { outsideVm, context, after }: OutsideVmArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:OutsideVm", name, {}, { ...opts, providers: [context.providers.of(outsideVm.host)] });
    const { network, ...machine } = outsideVm;
    const booting = { ...machine, ...network, firstBoot: "cloud-init" } as const;
    const firstBoot =
      outsideVm.source === "image" ? firstBootOf(name, { machine: booting, context }, { parent: this }) : undefined;

    const vm = new ProxmoxVm(
      `${name}-vm`,
      {
        ...(outsideVm.adopted ? adoptedVmInputs(context.plan, outsideVm) : outsideVmInputs(context.plan, outsideVm)),
        ...(firstBoot && { initialization: firstBoot.initialization }),
      },
      {
        parent: this,
        dependsOn: [...(firstBoot?.documents ?? []), ...after],
        deleteBeforeReplace: true,
        protect: outsideVm.protect,
        // If the state has no trigger, as from an earlier version, none of them is replaced.
        ...(!outsideVm.adopted && { replacementTrigger: `made ${context.recreated[outsideVm.name] ?? 0}` }),
        // For one in the state another id, such as that of the host it was migrated to, would mean a replacement.
        ...(outsideVm.adopted &&
          !isInState(context.lastRun, outsideVm) && { import: importId(context.plan, outsideVm) }),
        ignoreChanges: outsideVm.adopted ? leftAlone(outsideVm) : MADE_ONCE,
        hooks: context.vmHooks.machine,
      },
    );
    if (!outsideVm.adopted) rootDisk(name, outsideVm, context.vmHooks.disk, { parent: this, dependsOn: [vm] });
    this.registerOutputs({});
  }
}
