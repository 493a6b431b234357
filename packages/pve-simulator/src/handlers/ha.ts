import { failure } from "../errors";
import type { Call } from "../http/route";
import type { Datacenter } from "../model/datacenter";
import { inPerl } from "../schema/digits";
import { companionsOf } from "../model/ha-placement";
import { splitList } from "../schema/formats";
import { hasGroups, withPrefix } from "./ha-domain";
import { type HaRequest, type HaResource, sidOf } from "../model/ha-resources";
import { assertUnchanged } from "../model/unchanged";

export function list({ datacenter, params }: Call): unknown {
  return params.maybe("type") === "ct" ? [] : datacenter.ha.all().map((resource) => view(datacenter, resource));
}

export function read(call: Call): unknown {
  return view(call.datacenter, known(call));
}

export function create(call: Call): null {
  const { datacenter, params } = call;
  const type = /^([a-z]+):/.exec(params.text("sid"))?.[1] ?? "vm";
  if (params.has("type") && params.text("type") !== type) throw failure("types does not match");
  sidIn(call);
  refuseGroup(call);
  const vmId = vmIdOf(call);
  if (datacenter.containers.has(vmId)) throw failure(`resource '${sidOf(vmId)}' - guest with ID ${vmId} is not a VM`);
  if (!datacenter.vms.has(vmId)) throw failure(`resource '${sidOf(vmId)}' does not exist in cluster`);
  checkComment(params.maybe("comment"));
  const said = saidIn(call);
  datacenter.ha.add({ vmId, said, state: wanted(params.maybe("state")), crmState: "queued" });
  datacenter.haManager.nudge(vmId);
  return null;
}

export function update(call: Call): null {
  const { datacenter, params } = call;
  refuseGroup(call);
  const managed = find(call);
  if (managed) datacenter.haManager.checkState(managed.vmId, params.maybe("state"));
  const resource = withPrefix("update resources config failed: ", () => changed(call));
  settle(datacenter, resource, wanted(resource.said.get("state")?.toString()));
  return null;
}

/** What was said of it is kept as it was said; the rest has its defaults, which are nowhere written. */
function changed(call: Call): HaResource {
  const { datacenter, params } = call;
  const { ha } = datacenter;
  assertUnchanged(params.maybe("digest"), ha.digest());
  const resource = known(call);
  checkComment(params.maybe("comment"));
  const removed = splitList(params.maybe("delete") ?? "");
  const stranger = removed.find((name) => !OPTIONS.includes(name));
  if (stranger !== undefined) throw failure(`no such option '${stranger}'`);
  for (const [name, value] of saidIn(call)) resource.said.set(name, value);
  for (const name of removed) resource.said.delete(name);
  return resource;
}

const OPTIONS: readonly string[] = ["comment", "failback", "group", "max_relocate", "max_restart", "state"];

function saidIn({ params }: Call): Map<string, string | number> {
  const said = OPTIONS.filter((name) => (params.maybe(name) ?? "") !== "").map((name): [string, string | number] => {
    const value = params.text(name);
    return [name, ["comment", "group", "state"].includes(name) ? value : inPerl(value)];
  });
  return new Map(said);
}

function checkComment(comment = ""): void {
  if (comment.includes("\n")) throw failure("property contains a line feed");
}

export function remove(call: Call): null {
  const managed = find(call);
  if (!managed) throw failure(`cannot delete service '${sidIn(call)}', not HA managed!`);
  call.datacenter.ha.remove(managed.vmId);
  // By default it leaves its rules too.
  if (call.params.maybe("purge") !== "0") call.datacenter.haRules.purge(sidOf(managed.vmId));
  return null;
}

export const migrate = (call: Call): unknown => move(call, "migrate");
export const relocate = (call: Call): unknown => move(call, "relocate");

/** What `ha-manager set SID --state …` does. */
export function request(datacenter: Datacenter, resource: HaResource, state: HaRequest): void {
  resource.said.set("state", state);
  settle(datacenter, resource, state);
}

function settle(datacenter: Datacenter, resource: HaResource, state: HaRequest): void {
  resource.state = state;
  if (state === "disabled" && resource.crmState === "error") resource.crmState = "stopped";
  datacenter.haManager.nudge(resource.vmId);
}

function move(call: Call, command: "migrate" | "relocate"): unknown {
  const { datacenter, params } = call;
  const [managed, target] = [find(call), params.text("node")];
  if (!managed || !datacenter.ha.manages(managed.vmId)) throw failure(`resource '${sidIn(call)}' is not HA managed`);
  const { vmId } = managed;
  datacenter.haManager.checkState(vmId);
  datacenter.haManager.command(vmId, { command, target });
  // PVE 8 says nothing of what it will do.
  if (hasGroups(datacenter)) return null;
  const along = companionsOf(datacenter, vmId, "positive").map(sidOf);
  const blocking = companionsOf(datacenter, vmId, "negative")
    .filter((other) => datacenter.vms.get(other)?.host.node === target)
    .map((other) => ({ sid: sidOf(other), cause: "resource-affinity" }));
  return {
    sid: sidOf(vmId),
    "requested-node": target,
    ...(along.length > 0 && { "comigrated-resources": along }),
    ...(blocking.length > 0 && { "blocking-resources": blocking }),
  };
}

const view = ({ ha }: Datacenter, { vmId, said }: HaResource) => ({
  sid: sidOf(vmId),
  type: "vm",
  digest: ha.digest(),
  ...Object.fromEntries(said),
});

/** `vm:100`, whatever it says; the bare id is one of a guest that exists. */
function sidIn({ datacenter, params }: Call): string {
  const sid = params.text("sid");
  if (!/^\d+$/.test(sid)) {
    if (!/^\S+:\S+$/.test(sid)) throw failure(`unable to parse service id '${sid}'`);
    return sid;
  }
  if (datacenter.takenBy(Number(sid)) === undefined)
    throw failure(`unable to detect SID from VMID - VM/CT ${sid} does not exist`);
  return `${datacenter.containers.has(Number(sid)) ? "ct" : "vm"}:${sid}`;
}

/** What is under HA by that name; names that no guest can have are looked for all the same. */
function find(call: Call): HaResource | undefined {
  const sid = sidIn(call);
  return call.datacenter.ha.all().find(({ vmId }) => sidOf(vmId) === sid);
}

function known(call: Call): HaResource {
  const found = find(call);
  if (!found) throw failure(`no such resource '${sidIn(call)}'`);
  return found;
}

/** The guest that is to come under HA. */
function vmIdOf(call: Call): number {
  const { datacenter } = call;
  const sid = sidIn(call);
  const [type = "", id = ""] = sid.split(":");
  if (type !== "vm" && type !== "ct") throw failure(`unknown section type '${type}'`);
  if (!/^[1-9]\d*$/.test(id)) throw failure("invalid VMID");
  if (type === "ct" && !datacenter.containers.has(Number(id)))
    throw failure(
      datacenter.vms.has(Number(id))
        ? `resource '${sid}' - guest with ID ${id} is not a container`
        : `resource '${sid}' does not exist in cluster`,
    );
  if (type === "ct") throw failure("the rehearsal knows no containers under HA");
  return Number(id);
}

/** Groups became rules with PVE 9. */
function refuseGroup({ datacenter, params }: Call): void {
  const group = params.maybe("group");
  if (group === undefined) return;
  if (!hasGroups(datacenter)) throw failure("invalid parameter 'group': ha groups have been migrated to rules");
  if (!datacenter.haRules.groups.has(group)) throw failure(`HA group '${group}' does not exist`);
}

const wanted = (state = "started"): HaRequest => (state === "enabled" ? "started" : (state as HaRequest));
