import { type ApiError, failure, parameterErrors } from "../errors";
import type { Call } from "../http/route";
import { cloneVm } from "../model/clone-vm";
import type { Datacenter } from "../model/datacenter";
import { destroyVm } from "../model/destroy-vm";
import { migrateVm } from "../model/migrate-vm";
import { makeTemplate } from "../model/make-template";
import { moveDisk } from "../model/move-disk";
import { resizeDisk } from "../model/resize-disk";
import { agentIsEnabled, startVm } from "../model/start-vm";
import { snapshotOf } from "../model/snapshots";
import { rebootVm, shutdownVm, stopVm } from "../model/stop-vm";
import { parseStorageMap } from "../model/storage-map";
import type { TaskLog } from "../model/tasks";
import { Vm } from "../model/vm";
import { request } from "./ha";
import { refuseRootOnly, refuseSkipLock } from "./refusals";
import { statusView } from "./vm-view";

export function list({ caller, datacenter, host }: Call): unknown {
  if (!caller.has("VM.Audit")) return [];
  const vms = datacenter.simulation.hashOrder.walk("VMs of a host", datacenter.vms.values(), ({ vmId }) =>
    String(vmId),
  );
  return vms.filter((vm) => vm.host === host).map((vm) => statusView(datacenter, vm));
}

export function readStatus({ datacenter, vm }: Call): unknown {
  const state = vm.running ? "running" : "stopped";
  return {
    ...statusView(datacenter, vm),
    qmpstatus: state,
    ha: haView(datacenter, vm),
    ...(agentIsEnabled(vm.config) && { agent: 1 }),
  };
}

function haView({ ha }: Datacenter, { vmId }: Vm) {
  return ha.manages(vmId) ? { managed: 1, state: ha.get(vmId).crmState } : { managed: 0 };
}

export function clone(call: Call): string {
  const { caller, datacenter, params } = call;
  const vm = runnable(call);
  const target = targetOf(params.maybe("target"), vm.host.node);
  const snapname = params.maybe("snapname");
  return cloneVm(datacenter, caller, snapname === undefined ? vm : asOf(vm, snapname), {
    snapshot: snapname,
    newId: Number(params.text("newid")),
    target,
    name: params.maybe("name"),
    description: params.maybe("description"),
    pool: params.maybe("pool"),
    storage: params.maybe("storage"),
    format: params.maybe("format"),
    full: params.has("full") ? params.flag("full") : !vm.isTemplate,
  });
}

/** The machine as it was. */
function asOf(vm: Vm, snapshot: string): Vm {
  const { snaptime: _time, snapstate: _state, vmstate: _memory, parent: _parent, ...config } = snapshotOf(vm, snapshot);
  return Object.assign(new Vm(vm.vmId, vm.host, config), { running: vm.running });
}

/** The host itself is no other host. */
const targetOf = (target: string | undefined, own: string) =>
  target === own || target === "localhost" ? undefined : target;

export function resize(call: Call): string {
  const { caller, datacenter, params } = call;
  refuseSkipLock(params);
  const request = { disk: params.text("disk"), size: params.text("size"), digest: params.maybe("digest") };
  return resizeDisk(datacenter, caller, call.wantedVm, request);
}

export function move(call: Call): string {
  const { caller, datacenter, params } = call;
  const storage = params.maybe("storage");
  if (storage === undefined || params.has("target-vmid")) throw reassignment(datacenter, params);
  return moveDisk(datacenter, caller, call.vm, {
    disk: params.text("disk"),
    storage,
    format: params.maybe("format"),
    deleteOriginal: params.flag("delete"),
    digest: params.maybe("digest"),
  });
}

/** Why a disk does not become another machine's; the simulation's machines keep theirs. */
function reassignment({ vms }: Datacenter, params: Call["params"]): ApiError {
  const vmId = Number(params.text("vmid"));
  const target = params.number("target-vmid");
  const both = (why: string) => parameterErrors({ "target-vmid": why, storage: why });
  if (target === undefined) return both("both 'storage' and 'target-vmid' missing, either needs to be set");
  if (params.has("storage")) return both("either set 'storage' or 'target-vmid', but not both");
  if (target === vmId) return parameterErrors({ "target-vmid": "must be different than source VMID to reassign disk" });
  const [vm, other] = [vms.get(vmId), vms.get(target)];
  if (!vm) return failure(`could not find VM ${vmId}`);
  if (!other) return failure(`could not find target VM ${target}`);
  if (other.isTemplate || vm.isTemplate) return failure("Can't move disks from or to template VMs");
  return failure("the rehearsal reassigns no disks");
}

export function migrate(call: Call): string {
  const { caller, datacenter, host, params } = call;
  const target = params.text("target");
  if (target === host.node) throw parameterErrors({ target: "target is local node." });
  if (!datacenter.hosts.has(target)) throw failure(`no such cluster node '${target}'`);
  const storages = params.maybe("targetstorage");
  return migrateVm(datacenter, caller, call.vm, {
    target,
    online: params.flag("online"),
    withLocalDisks: params.flag("with-local-disks"),
    ...(storages !== undefined && { storages: parseStorageMap(storages) }),
  });
}

export function template({ caller, datacenter, params, vm }: Call): string {
  return makeTemplate(datacenter, caller, vm, params.maybe("disk"));
}

export function destroy({ caller, datacenter, params, vm }: Call): string {
  refuseSkipLock(params);
  const [unreferenced, purge] = [params.flag("destroy-unreferenced-disks"), params.flag("purge")];
  return destroyVm(datacenter, caller, vm, { unreferenced, purge });
}

export function start(call: Call): string {
  if (isManaged(call)) return askManager(call, "hastart", "start", () => wantStarted(call));
  return power(call, "qmstart", (log) => startVm(call.datacenter, call.vm, log));
}

export function stop(call: Call): string {
  if (isManaged(call)) {
    if (call.params.flag("overrule-shutdown"))
      throw parameterErrors({ "overrule-shutdown": "Not applicable for HA resources." });
    return askManager(call, "hastop", "stop", () => wantStopped(call, 0));
  }
  return power(call, "qmstop", () => stopVm(call.datacenter, runnable(call)));
}

export function shutdown(call: Call): string {
  if (isManaged(call)) {
    return askManager(call, "hastop", "stop", () => wantStopped(call, call.params.number("timeout") ?? 60));
  }
  return power(call, "qmshutdown", () => shutdownVm(call.datacenter, runnable(call), call.params.flag("forceStop")));
}

export function reboot(call: Call): string {
  if (!runnable(call).running) throw failure(`VM ${call.vm.vmId} not running`);
  return power(call, "qmreboot", (log) => rebootVm(call.datacenter, call.vm, log));
}

const isManaged = ({ datacenter, params }: Call): boolean => datacenter.ha.manages(Number(params.text("vmid")));

/** The task is over when the manager was told; the machine follows at the manager's next round. */
function askManager({ caller, datacenter, vm }: Call, type: string, what: string, ask: () => void): string {
  const task = { node: vm.host.node, type, id: String(vm.vmId), user: caller.user, machine: vm.name };
  return datacenter.tasks.start(task, async (log) => {
    log(`Requesting HA ${what} for VM ${vm.vmId}`);
    await datacenter.simulation.clock.sleep(0);
    ask();
  });
}

function wantStarted({ datacenter, vm }: Call): void {
  datacenter.haManager.checkState(vm.vmId, "started");
  request(datacenter, datacenter.ha.get(vm.vmId), "started");
}

function wantStopped({ datacenter, vm }: Call, timeout: number): void {
  datacenter.haManager.command(vm.vmId, { command: "stop", timeout });
}

/** Whether the machine is there shows in the task alone (qemu-server, API2/Qemu.pm). */
function power(
  { caller, datacenter, host, params }: Call,
  type: string,
  work: (log: TaskLog) => Promise<void>,
): string {
  refuseRootOnly(params, ...rootOnly);
  const id = params.text("vmid");
  const vm = datacenter.vms.get(Number(id));
  const machine = vm?.host === host ? { machine: vm.name } : {};
  return datacenter.tasks.start({ node: host.node, type, id, user: caller.user, ...machine }, async (log) => work(log));
}

/** The machine for somebody who asks first whether it runs (QemuConfig.pm, `assert_config_exists_on_node`). */
function runnable({ datacenter, host, params }: Call): Vm {
  const vm = datacenter.vms.get(Number(params.text("vmid")));
  if (vm?.host === host) return vm;
  throw failure(`unable to find configuration file for VM ${params.text("vmid")} on node '${host.node}'`);
}

const rootOnly = [
  "skiplock",
  "keepActive",
  "stateuri",
  "migratedfrom",
  "migration_type",
  "migration_network",
  "targetstorage",
  "force-cpu",
  "with-conntrack-state",
  "nets-host-mtu",
];

const BELOW =
  "config cloudinit pending status unlink vncproxy termproxy migrate resize move rrd rrddata monitor agent snapshot spiceproxy sendkey firewall mtunnel remote_migrate";

/** What there is below a VM's path, whether there is such a VM or not. */
export function index(): unknown {
  return BELOW.split(" ").map((subdir) => ({ subdir }));
}
