import { failure } from "../errors";
import type { Call } from "../http/route";
import { type HaGroup } from "../model/ha-rules";
import { splitList } from "../schema/formats";
import { hasGroups, nudgeAll, withPrefix } from "./ha-domain";
import { assertUnchanged } from "../model/unchanged";

/** Groups of PVE 8. With PVE 9 they were migrated to rules, and every request says so (API2/HA/Groups.pm). */

export function list(call: Call): unknown {
  refuseMigrated(call, "index groups");
  const { groups } = call.datacenter.haRules;
  return call.datacenter.simulation.hashOrder
    .walk("ha groups", [...groups.keys()], (name) => name)
    .map((name) => view(call, name));
}

export function read(call: Call): unknown {
  refuseMigrated(call, "read group");
  return view(call, call.params.text("group"));
}

export function create(call: Call): null {
  refuseMigrated(call, "create group");
  const { datacenter, params } = call;
  const [group, { groups }] = [params.text("group"), datacenter.haRules];
  refuseType(call);
  return withPrefix("create ha group failed: ", () => {
    if (groups.has(group)) throw failure(`ha group ID '${group}' already defined`);
    groups.set(group, { nodes: params.text("nodes"), ...said(call) });
    return null;
  });
}

export function update(call: Call): null {
  refuseMigrated(call, "update group");
  const { datacenter, params } = call;
  const { haRules } = datacenter;
  refuseType(call);
  withPrefix("update ha group failed: ", () => {
    assertUnchanged(params.maybe("digest"), haRules.digestOf("groups"));
    const group = haRules.groups.get(params.text("group"));
    if (group === undefined) throw failure(`no such ha group '${params.text("group")}'`);
    const removed = splitList(params.maybe("delete") ?? "");
    for (const name of removed) {
      if (![...OPTIONS, "nodes"].includes(name)) throw failure(`no such option '${name}'`);
      if (name === "nodes") throw failure("unable to delete required option 'nodes'");
    }
    const nodes = params.maybe("nodes") ?? group.nodes;
    const kept = Object.entries({ ...group, nodes, ...said(call) }).filter(([name]) => !removed.includes(name));
    haRules.groups.set(params.text("group"), Object.fromEntries(kept) as unknown as HaGroup);
  });
  nudgeAll(datacenter);
  return null;
}

export function remove(call: Call): null {
  refuseMigrated(call, "delete group");
  const { datacenter, params } = call;
  return withPrefix("delete ha group failed: ", () => {
    const user = datacenter.ha.all().find(({ said }) => said.get("group") === params.text("group"));
    if (user !== undefined) throw failure(`ha group is used by service 'vm:${user.vmId}'`);
    datacenter.haRules.groups.delete(params.text("group"));
    return null;
  });
}

function refuseMigrated({ datacenter }: Call, deed: string): void {
  if (!hasGroups(datacenter)) throw failure(`cannot ${deed}: ha groups have been migrated to rules`);
}

function refuseType({ params }: Call): void {
  if (params.has("type") && params.text("type") !== "group") throw failure("types does not match");
}

const OPTIONS: readonly string[] = ["comment", "nofailback", "restricted"];

function said({ params }: Call): Omit<HaGroup, "nodes"> {
  return {
    ...(params.has("comment") && { comment: params.text("comment") }),
    ...(params.has("nofailback") && { nofailback: Number(params.flag("nofailback")) }),
    ...(params.has("restricted") && { restricted: Number(params.flag("restricted")) }),
  };
}

function view({ datacenter }: Call, group: string): unknown {
  const { haRules, simulation } = datacenter;
  const found = haRules.groups.get(group);
  if (found === undefined) throw failure(`no such ha group '${group}'`);
  const nodes = simulation.hashOrder.walk("ha nodes", splitList(found.nodes), (node) => node).join(",");
  return { ...found, nodes, group, type: "group", digest: haRules.digestOf("groups") };
}
