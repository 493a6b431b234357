import { failure, parameterErrors, permissionError } from "../errors";
import { parsePropertyString, printPropertyString } from "../schema/property-string";
import { smbiosFormat } from "../tables/option-formats";
import type { Datacenter } from "./datacenter";
import { volumeOf } from "./find-volume";
import { type Drive, drivesOf, isCdrom, isCloudInit } from "./drive";
import { parseNet, printNet } from "./network-device";
import { checkCloneDevices } from "./option-privileges";
import type { Caller } from "./permissions";
import type { Vm } from "./vm";
import { type Volume, volumeId } from "./volume";

export interface CloneRequest {
  readonly newId: number;
  /** The host where the copy is to be; undefined for the source's. */
  readonly target: string | undefined;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly pool: string | undefined;
  readonly storage: string | undefined;
  readonly format: string | undefined;
  readonly full: boolean;
  /** Which the source was taken back to for it. */
  readonly snapshot: string | undefined;
}

/** Refuses a clone that cannot be; asked at once and again under the locks. */
export function checkClone(datacenter: Datacenter, caller: Caller, source: Vm, request: CloneRequest): void {
  if (request.pool !== undefined && !datacenter.pools.find(request.pool))
    throw permissionError(`pool '${request.pool}' does not exist`);
  if (request.target !== undefined && !datacenter.hosts.has(request.target))
    throw failure(`no such cluster node '${request.target}'`);
  if (request.storage !== undefined && !source.host.storage(request.storage).content.includes("images")) {
    throw parameterErrors({ storage: `storage '${request.storage}' does not support vm images` });
  }
  checkTarget(datacenter, source, request);
  source.checkLock();
  if (request.storage !== undefined && !request.full)
    throw failure("parameter 'storage' not allowed for linked clones");
  if (request.format !== undefined && !request.full) throw failure("parameter 'format' not allowed for linked clones");
  for (const [, drive] of disksOf(source)) {
    const volume = volumeOf(source.host, drive["file"] as string);
    caller.check(`/storage/${request.storage ?? volume.storage}`, "Datastore.AllocateSpace");
  }
  checkCloneDevices(caller, source.config);
  checkSharedDisks(source, request.target);
  if (datacenter.vms.get(request.newId)?.host === source.host) {
    throw failure(`unable to create VM ${request.newId}: config file already exists`);
  }
  for (const [option, drive] of disksOf(source)) checkFeature(source, option, drive, request);
}

/** Whether the storage can do with the disk, or a snapshot of it, what is asked for (`volume_has_feature`, copy and clone). */
function checkFeature(source: Vm, option: string, drive: Drive, { full, snapshot }: CloneRequest): void {
  const volume = volumeOf(source.host, drive["file"] as string);
  const of = `clone feature is not supported for${snapshot === undefined ? "" : " a snapshot of"} '${volumeId(volume)}' (${option})`;
  if (isCloudInit(drive)) return;
  if (full && snapshot !== undefined && !canCopySnapshot(source, volume)) throw failure(`Full ${of}`);
  if (!full && (snapshot !== undefined || !volume.name.includes("base-"))) throw failure(`Linked ${of}`);
}

/** ZFS and plain LVM copy what a disk is now, not what it was (`volume_has_feature`, copy). */
function canCopySnapshot({ host }: Vm, { format, storage: id }: Volume): boolean {
  const { isFileBased, type } = host.storage(id);
  return isFileBased ? format === "qcow2" : type === "lvmthin" || type === "rbd";
}

/** Whether the target host has the storage, and the source's too (API2/Qemu.pm, clone_vm). */
function checkTarget(datacenter: Datacenter, source: Vm, { storage, target }: CloneRequest): void {
  if (target === undefined) return;
  const host = datacenter.host(target);
  if (storage === undefined) return;
  if (!host.storages.has(storage)) throw failure(`storage '${storage}' is not available on node '${target}'`);
  if (!source.host.storage(storage).isShared) throw failure(`can't clone to non-shared storage '${storage}'`);
}

/** Every drive counts, a CD or cloud-init drive too (check_storage_access_clone). */
function checkSharedDisks(source: Vm, target: string | undefined): void {
  const files = drivesOf(source.config).map(([, drive]) => drive["file"] ?? "none");
  const isLocal = (file: string) => file !== "none" && !source.host.storages.get(file.replace(/:.*$/, ""))?.isShared;
  if (target === undefined || !files.some(isLocal)) return;
  throw failure(`can't clone VM to node '${target}' (VM uses local storage)`);
}

/** Drives with a volume of their own, by name; other CDs are only referred to. */
export function disksOf(vm: Vm): [string, Drive][] {
  const own = drivesOf(vm.config).filter(([, drive]) => !isCdrom(drive) || isCloudInit(drive));
  return own.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The copy's configuration without its disks: everything as in the source, but new identities. */
export function cloneConfig(
  datacenter: Datacenter,
  source: Vm,
  request: CloneRequest,
  machine: string,
): Record<string, string> {
  const config: Record<string, string> = {};
  for (const [option, value] of Object.entries(source.config)) {
    if (option === "template" || option === "lock" || option === "parent" || /^unused\d+$/.test(option)) continue;
    config[option] = /^net\d+$/.test(option)
      ? printNet({ ...parseNet(value), macaddr: datacenter.macs.next(`${request.newId}/${option}`) })
      : value;
  }
  const smbios = parsePropertyString(smbiosFormat, config["smbios1"] ?? "");
  config["smbios1"] = printPropertyString(smbiosFormat, { ...smbios, uuid: datacenter.newUuid() });
  if (config["vmgenid"] !== undefined) config["vmgenid"] = datacenter.newUuid();
  config["name"] = machine;
  if (request.description !== undefined && request.description !== "") config["description"] = request.description;
  return config;
}
