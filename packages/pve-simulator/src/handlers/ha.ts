import { failure } from "../errors";
import type { Call } from "../http/route";
import type { Datacenter } from "../model/datacenter";
import { type HaRequest, type HaResource, sidOf } from "../model/ha-resources";

export function list({ datacenter, params }: Call): unknown {
  return params.maybe("type") === "ct" ? [] : datacenter.ha.all().map(view);
}

export function read(call: Call): unknown {
  return view(call.datacenter.ha.get(vmIdOf(call)));
}

export function create(call: Call): null {
  const { datacenter, params } = call;
  const vmId = vmIdOf(call);
  if (params.has("type") && params.text("type") !== "vm") throw failure("types does not match");
  refuseGroup(call);
  if (datacenter.containers.has(vmId)) throw failure(`resource '${sidOf(vmId)}' - guest with ID ${vmId} is not a VM`);
  if (!datacenter.vms.has(vmId)) throw failure(`resource '${sidOf(vmId)}' does not exist in cluster`);
  const [maxRestart, maxRelocate] = [params.number("max_restart") ?? 1, params.number("max_relocate") ?? 1];
  const comment = params.maybe("comment");
  datacenter.ha.add({
    ...{ vmId, state: wanted(params.maybe("state")), maxRestart, maxRelocate, crmState: "queued" },
    ...{ failback: params.has("failback") ? params.flag("failback") : true, ...(comment !== undefined && { comment }) },
  });
  datacenter.haManager.nudge(vmId);
  return null;
}

export function update(call: Call): null {
  const { datacenter, params } = call;
  refuseGroup(call);
  const vmId = vmIdOf(call);
  datacenter.haManager.checkState(vmId, params.maybe("state"));
  const resource = datacenter.ha.get(vmId);
  if (params.has("state")) request(datacenter, resource, wanted(params.text("state")));
  return null;
}

export function remove(call: Call): null {
  const vmId = vmIdOf(call);
  if (!call.datacenter.ha.find(vmId)) throw failure(`cannot delete service '${sidOf(vmId)}', not HA managed!`);
  call.datacenter.ha.remove(vmId);
  return null;
}

export const migrate = (call: Call): unknown => move(call, "migrate");
export const relocate = (call: Call): unknown => move(call, "relocate");

/** What `ha-manager set SID --state …` does. */
export function request(datacenter: Datacenter, resource: HaResource, state: HaRequest): void {
  resource.state = state;
  if (state === "disabled" && resource.crmState === "error") resource.crmState = "stopped";
  datacenter.haManager.nudge(resource.vmId);
}

function move(call: Call, command: "migrate" | "relocate"): unknown {
  const { datacenter, params } = call;
  const [vmId, target] = [vmIdOf(call), params.text("node")];
  if (!datacenter.ha.manages(vmId)) throw failure(`resource '${sidOf(vmId)}' is not HA managed`);
  datacenter.haManager.checkState(vmId);
  datacenter.haManager.command(vmId, { command, target });
  return { sid: sidOf(vmId), "requested-node": target };
}

function view({ vmId, state, comment, failback, maxRestart, maxRelocate }: HaResource) {
  const limits = { failback: failback ? 1 : 0, max_restart: maxRestart, max_relocate: maxRelocate };
  return { sid: sidOf(vmId), type: "vm", state, ...limits, ...(comment !== undefined && { comment }) };
}

/** `vm:100`, or the bare id of a guest that exists. */
function vmIdOf({ datacenter, params }: Call): number {
  const sid = params.text("sid");
  const [, type = "vm", id] = /^(?:([a-z]+):)?(\d+)$/.exec(sid) ?? [];
  if (id === undefined) throw failure(`unable to parse service id '${sid}'`);
  if (sid === id && datacenter.takenBy(Number(id)) === undefined) {
    throw failure(`unable to detect SID from VMID - VM/CT ${id} does not exist`);
  }
  if (type !== "vm") throw failure("the rehearsal knows no containers under HA");
  return Number(id);
}

/** Groups became rules with PVE 9; the rehearsal keeps neither. */
function refuseGroup({ params }: Call): void {
  if (params.has("group")) throw failure("invalid parameter 'group': ha groups have been migrated to rules");
}

const wanted = (state = "started"): HaRequest => (state === "enabled" ? "started" : (state as HaRequest));
