import { failure, permissionError } from "../errors";
import type { Call } from "../http/route";
import { cloudInitDocuments, ownDocuments } from "../model/cloud-init";
import { drivesOf, isCloudInit } from "../model/drive";
import { createVm } from "../model/create-vm";
import { refuseBoth, snapshotOf } from "../model/snapshots";
import { checkSshKeys } from "../model/ssh-keys";
import { checkChange, type ConfigChange, updateConfig } from "../model/update-config";
import { checkVolumeAccess } from "../model/volume-access";
import { splitList } from "../schema/formats";
import { refuseSkipLock } from "./refusals";
import { cloudInitView, configView, pendingView, typedConfig } from "./vm-view";

export function readConfig({ vm, params }: Call): unknown {
  const snapshot = params.maybe("snapshot");
  refuseBoth(snapshot, params.flag("current"));
  if (snapshot !== undefined && snapshot !== "")
    return { ...typedConfig(snapshotOf(vm, snapshot)), digest: vm.digest() };
  return configView(vm, params.flag("current"));
}

/** In the order of a hash. */
export function readPending({ datacenter, vm }: Call): unknown {
  return datacenter.simulation.hashOrder.walk(`options of ${vm.vmId}`, pendingView(vm), ({ key }) => String(key));
}

/** In the order of a hash. */
export function readCloudInit({ datacenter, vm }: Call): unknown {
  return datacenter.simulation.hashOrder.walk(`cloud-init of ${vm.vmId}`, cloudInitView(vm), ({ key }) => String(key));
}

/** PUT …/config answers when the change is stored. */
export async function changeConfig(call: Call): Promise<null> {
  const change = checkChange(call.caller, call.wantedVm, changeOf(call));
  await updateConfig(call.datacenter, call.caller, call.vm, change);
  return null;
}

/** POST …/config answers with a task, or waits for its end where the request says for how long. */
export async function changeConfigInBackground(call: Call): Promise<string | null> {
  const { datacenter, params } = call;
  const upid = startChange(call);
  if (!params.has("background_delay")) return upid;
  const task = datacenter.tasks.find(upid);
  await task.finished;
  if (task.exitstatus !== "OK") throw failure(`failed to update VM ${params.text("vmid")}: ${task.exitstatus}`);
  return null;
}

function startChange(call: Call): string {
  const { caller, datacenter } = call;
  const change = checkChange(caller, call.wantedVm, changeOf(call));
  const { vm } = call;
  const task = { node: vm.host.node, type: "qmconfig", id: String(vm.vmId), user: caller.user, machine: vm.name };
  return datacenter.tasks.start(task, (log) => {
    log(`update VM ${vm.vmId}: ${spelled(call)}`);
    return updateConfig(datacenter, caller, vm, change);
  });
}

/** As the log has it, without the password. */
function spelled({ params }: Call): string {
  const said = Object.entries(params.except("node", "vmid", "background_delay", "digest", "skiplock")).sort();
  return said.map(([name, value]) => `-${name} ${name === "cipassword" ? "<hidden>" : value}`).join(" ");
}

export function create({ caller, datacenter, host, params }: Call): string {
  const vmId = Number(params.text("vmid"));
  const [pool, storage, sshKeys] = ["pool", "storage", "sshkeys"].map((name) => params.maybe(name));
  if (sshKeys !== undefined) checkSshKeys(sshKeys);
  if (pool !== undefined && !datacenter.pools.find(pool)) throw permissionError(`pool '${pool}' does not exist`);
  if (storage !== undefined) caller.check(`/storage/${storage}`, "Datastore.AllocateSpace");
  if (!caller.has("VM.Allocate")) throw permissionError();
  const archive = params.maybe("archive");
  if (archive !== undefined && archive !== "-") checkVolumeAccess(caller, archive, vmId);
  if (archive !== undefined) throw failure(`unable to restore VM ${vmId} - volume '${archive}' does not exist`);
  const options = params.except(...createOnly);
  const request = { vmId, pool, storage, start: params.flag("start") };
  return createVm(datacenter, caller, host, { ...request, options });
}

/** The documents of the drive are made at every start; this makes them now, so a broken snippet shows at once. */
export function regenerateCloudInit({ vm }: Call): null {
  vm.checkLock();
  cloudInitDocuments(vm);
  if (drivesOf(vm.config).some(([, drive]) => isCloudInit(drive))) vm.cloudInitChanges.clear();
  return null;
}

export function dumpCloudInit({ params, vm }: Call): string {
  const { userData, networkConfig, metaData } = ownDocuments(vm);
  return { user: userData, network: networkConfig, meta: metaData }[params.text("type")] ?? "";
}

const createOnly = [
  "node",
  "vmid",
  "pool",
  "start",
  "storage",
  "bwlimit",
  "force",
  "unique",
  "ha-managed",
  "live-restore",
  "archive",
  "import-working-storage",
];
const changeOnly = ["node", "vmid", "delete", "revert", "force", "digest", "skiplock", "background_delay"];

function changeOf({ params }: Call): ConfigChange {
  refuseSkipLock(params);
  return {
    set: params.except(...changeOnly, "import-working-storage"),
    remove: splitList(params.maybe("delete") ?? ""),
    revert: splitList(params.maybe("revert") ?? ""),
    force: params.flag("force"),
    digest: params.maybe("digest"),
  };
}
