import { GiB } from "../schema/size";
import type { Datacenter } from "./datacenter";
import type { Host } from "./host";
import { storageLock } from "./locks";
import type { Storage } from "./storage";
import type { Vm } from "./vm";
import { type Volume, volumeId } from "./volume";
import { checkNewDisk } from "./volume-name";

/** Patience of an allocation for its storage (pve-storage: `lock_file` default). */
const storageLockMs = 10_000;

export interface DiskOrder {
  readonly storage: string;
  readonly vmId: number;
  readonly bytes: number;
  readonly format?: string | undefined;
  /** `cloudinit`; a numbered disk without it. */
  readonly purpose?: "cloudinit";
  /** A name of the caller's own. */
  readonly name?: string;
  readonly image?: string | undefined;
  readonly parent?: Volume;
}

/** Hands out a disk on a storage: slow, one at a time, and under the storage's lock. */
export function allocateDisk(datacenter: Datacenter, host: Host, order: DiskOrder): Promise<Volume> {
  const storage = host.storage(order.storage);
  const format = order.format ?? "raw";
  checkNewDisk(storage, order.vmId, format, order.name === "" ? undefined : order.name);
  const { clock, latencies } = datacenter.simulation;
  return storage.locks(host.locks).exclusive(storageLock(storage), storageLockMs, async () => {
    await clock.sleep(latencies.allocate);
    const name =
      (order.name ?? "") === "" ? diskName(storage, order, format) : named(storage, order.vmId, order.name as string);
    const id = datacenter.newDiskId(`${host.name}/${storage.id}:${name}`);
    return storage.add({
      storage: storage.id,
      name,
      content: "images",
      format,
      sizeBytes: storage.rounded(order.bytes),
      vmId: order.vmId,
      diskId: id,
      ctime: datacenter.tasks.seconds(),
      ...(order.image !== undefined && { image: order.image }),
      ...(order.parent && { parent: order.parent }),
    });
  });
}

/** A format that the storage has not gives way to the one it has (qemu-server, `resolve_dst_disk_format`). */
export function formatOn({ formats }: Storage, wanted: string): string {
  return formats.includes(wanted) ? wanted : "raw";
}

/** Copies data into a new disk at the speed of the slower storage. */
export async function copyData(from: Storage, to: Storage, bytes: number): Promise<void> {
  const copies = from === to ? [to] : [from, to];
  await Promise.all(copies.map((storage) => storage.bandwidth.copy(bytes / GiB)));
}

export function freeDisk(datacenter: Datacenter, host: Host, volume: Volume): void {
  touchVolume(datacenter, host, volume, "removed");
  host.storage(volume.storage).remove(volume);
  if (volume.content === "snippets") tellReaders(datacenter, host, volume, "document-removed");
  datacenter.guests.forgetDisk(volume.diskId);
}

/** Emits an event when the program changes a disk or file of others. */
export function touchVolume(
  datacenter: Datacenter,
  host: Host,
  volume: Volume,
  deed: string,
  holder = holderOf(datacenter, volume),
): void {
  const { vmId } = volume;
  const what = `${volume.content === "images" ? "disk" : "file"} ${volumeId(volume)} on ${host.name}`;
  const about = { ...(vmId !== undefined && { vmId }), ...(holder !== undefined && { attachedTo: holder }) };
  datacenter.touch(volume.maker, { what, deed, ...about });
}

/** Tells of machines that read a document whenever they start, and now read another one, or none. */
export function tellReaders(
  datacenter: Datacenter,
  host: Host,
  document: Volume,
  change: "document-removed" | "document-changed",
): void {
  const id = volumeId(document);
  const storage = host.storage(document.storage);
  const reads = (vm: Vm) =>
    vm.host.storages.get(storage.id) === storage && (vm.config["cicustom"] ?? "").split(/[,=]/).includes(id);
  for (const vm of datacenter.vms.values()) if (reads(vm)) datacenter.emitMachine(vm, change, id);
}

/** The program's machine that has the disk as a drive. */
function holderOf({ vms }: Datacenter, volume: Volume): string | undefined {
  const holds = (vm: Vm) => vm.maker === "program" && [...vm.othersDrives.values()].includes(volume);
  return [...vms.values()].find(holds)?.name;
}

/** `vm-1-disk-0` becomes `base-1-disk-0`: from now on it is never written. */
export function makeBase(host: Host, volume: Volume): void {
  const storage = host.storage(volume.storage);
  if (storage.makesBaseVolumes) storage.rename(volume, volume.name.replace(/vm-(\d+)-/, "base-$1-"));
}

export function ownedDisks(host: Host, vmId: number): Volume[] {
  return [...host.storages.values()].flatMap((storage) =>
    storage.all().filter((volume) => volume.content === "images" && volume.vmId === vmId),
  );
}

/** A directory keeps disks in a folder a machine. */
function named(storage: Storage, vmId: number, name: string): string {
  return storage.isFileBased ? `${vmId}/${name}` : name;
}

function diskName(storage: Storage, order: DiskOrder, format: string): string {
  const wrap = (plain: string) => {
    const named = storage.isFileBased ? `${order.vmId}/${plain}.${format}` : plain;
    return order.parent && storage.namesParents ? `${order.parent.name}/${named}` : named;
  };
  if (order.purpose) return wrap(`vm-${order.vmId}-${order.purpose}`);
  const taken = new Set(
    storage.all().flatMap((volume) => {
      const [, number] =
        new RegExp(`(?:vm|base)-${order.vmId}-disk-(\\d+)`).exec(volume.name.replace(/^.*\//, "")) ?? [];
      return number === undefined ? [] : [Number(number)];
    }),
  );
  let number = 0;
  while (taken.has(number)) number++;
  return wrap(`vm-${order.vmId}-disk-${number}`);
}
