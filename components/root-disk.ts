import * as pulumi from "@pulumi/pulumi";
import { isInService } from "../model/outside-vm-plan";
import type { StackPlan } from "../distributions/distribution";
import { growRootDisk, type RootDisk } from "./grow-root-disk";
import type { PveClient } from "./pve-client";

/** The size of every root disk, and what grows it. */
export interface RootDisks {
  /** Before a machine is updated: it must not restart with a smaller disk than planned. */
  readonly beforeMachine: pulumi.ResourceHook;
  /** Before the record of a disk is written: only what was done is recorded. */
  readonly beforeRecord: pulumi.ResourceHook;
}

export function rootDisks(plan: StackPlan, host: Promise<PveClient>): RootDisks {
  const planned = new Map(plannedDisks(plan).map((disk) => [disk.vmId, disk]));
  // On other installations the id belongs to somebody else.
  const grow = async (disk: RootDisk) => growRootDisk((await host).at(planned.get(disk.vmId)?.host ?? ""), disk);
  return {
    beforeMachine: new pulumi.ResourceHook("disk-before-restart", async ({ newInputs }) => {
      const disk = planned.get((newInputs as RootDisk).vmId);
      if (disk) await grow(disk);
    }),
    beforeRecord: new pulumi.ResourceHook(
      "disk-is-grown",
      async ({ oldInputs, newInputs }) => {
        const [before, disk] = [recorded(oldInputs), recorded(newInputs)];
        if (disk === undefined) return;
        if (before && before.vmId === disk.vmId && before.diskGiB > disk.diskGiB)
          throw new Error(shrinks(before, disk));
        if (!pulumi.runtime.isDryRun()) await grow(disk);
      },
      { onDryRun: true },
    ),
  };
}

/**
 * The root disk's size as a separate resource. The provider manages all disks of a machine together, and removes those that
 * the program does not declare: a volume attached by a CSI driver, a disk that somebody added. So the machine's `disks` are
 * ignored after creation, and the program grows the root disk itself.
 */
export function rootDisk(
  name: string,
  { vmId, name: machine, diskGiB }: RootDisk,
  hook: pulumi.ResourceHook,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource {
  return new pulumi.Stash(
    `${name}-disk`,
    { input: { vmId, name: machine, diskGiB } },
    { ...opts, hooks: { beforeCreate: [hook], beforeUpdate: [hook] } },
  );
}

function plannedDisks({ nodes, vms }: StackPlan): (RootDisk & { readonly host: string })[] {
  const own = vms.filter(isInService).filter(({ adopted }) => adopted === undefined);
  return [...nodes, ...own];
}

const recorded = (inputs: Record<string, unknown> | undefined) => inputs?.["input"] as RootDisk | undefined;

const shrinks = (before: RootDisk, { name, diskGiB }: RootDisk): string =>
  `diskGiB of ${name}: disks do not shrink, got ${diskGiB}, must be at least ${before.diskGiB}; revert the edit, or raise the ` +
  "generation in the same edit to recreate the machine, losing what is on it";
