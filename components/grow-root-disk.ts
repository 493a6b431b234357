import type { LivingOutsideVm } from "../model/outside-vm-plan";
import { gibibytesOf } from "../model/sizes";
import type { PveClient } from "./pve-client";
import { guestsOf } from "./read-inventory";

/** The only disk of a machine that the stack file describes. */
export type RootDisk = Pick<LivingOutsideVm, "vmId" | "name" | "diskGiB">;

/** The slot of the root disk of every machine of ours. */
const DRIVE = "virtio0";

/**
 * Grows a root disk to its size, wherever its machine and the disk are now, and changes nothing else about the machine. A
 * larger disk stays as it is. Done when the host reports the size; a running machine sees it at once.
 */
export async function growRootDisk(client: PveClient, disk: RootDisk): Promise<void> {
  const guest = (await guestsOf(client)).find(({ vmId, type }) => vmId === disk.vmId && type === "qemu");
  // The provider's message explains better what it means for the machine.
  if (guest === undefined) return;
  const path = `/nodes/${guest.host}/qemu/${guest.vmId}`;
  if ((await sizeOf(client, path, disk)) >= disk.diskGiB) return;
  await client.task("PUT", `${path}/resize`, { disk: DRIVE, size: `${disk.diskGiB}G` });
  const after = await sizeOf(client, path, disk);
  if (after >= disk.diskGiB) return;
  throw new Error(`the disk of ${disk.name} was not resized, got ${after} GiB, must be ${disk.diskGiB} GiB`);
}

async function sizeOf(client: PveClient, path: string, { name }: RootDisk): Promise<number> {
  const config = await client.get<Readonly<Record<string, unknown>>>(`${path}/config`);
  const drive = config[DRIVE];
  const sizeGiB = typeof drive === "string" ? gibibytesOf(/(?:^|,)size=([^,]+)/.exec(drive)?.[1] ?? "") : undefined;
  if (sizeGiB !== undefined) return sizeGiB;
  throw new Error(
    `${name} has no root disk ${DRIVE} any more, got ${JSON.stringify(drive ?? null)}; check the VM in Proxmox`,
  );
}
