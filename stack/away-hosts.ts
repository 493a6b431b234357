import type { StackConfig, StackPlan } from "../distributions/distribution";
import { type Edit, editsBetween } from "./edits/edits-between";
import { effectOf } from "./edits/key-effects";
import { type Issue, showValue } from "../model/errors";
import { installationOf, installations } from "../model/installations";
import { type AwayHosts, type Guest, guestWithId, type Inventory, whereIs } from "../model/inventory";
import { knownGuests, type LastRun } from "./last-run";
import { nodeOf } from "../model/node-names";
import { placesBefore } from "./places-before";
import { plannedGuests, type PlannedGuest } from "./planned-guests";

export const NOBODY_AWAY: AwayHosts = { offline: [], readOnly: [] };

/** Whether a guest cannot be asked who it is. */
export const isAway = ({ offline }: AwayHosts, { host }: Pick<Guest, "host">): boolean => offline.includes(host);

/** What a run is to make, and what there is. */
export interface Outlook {
  readonly config: StackConfig;
  readonly plan: StackPlan;
  readonly lastRun: LastRun;
  readonly inventory: Inventory;
}

/** Hosts of the stack file that Proxmox does not know by that name. */
export function unknownHostIssues(plan: StackPlan, { away = NOBODY_AWAY }: Pick<Inventory, "away">): Issue[] {
  return installations(plan).flatMap(({ name, hosts, endpoint }) => {
    const nodes = away.nodes?.get(name) ?? hosts;
    return hosts
      .filter((host) => !nodes.includes(host))
      .map((host) => ({
        path: `proxmox.hosts.${host}`,
        problem: `is not a node of the Proxmox at ${endpoint}`,
        got: showValue(nodeOf(plan, host)),
        allowed: `must be one of ${[...new Set(nodes.map((node) => nodeOf(plan, node)))].sort().join(", ")}`,
        remedy:
          "write it as hostname prints it on the host; if two hosts that stand alone have the same name, give one of them " +
          "any name here and its own as node (docs/tasks/several-hosts.md)",
      }));
  });
}

/** What a run would do to machines of hosts that are away: it could not end, so it does not begin. */
export function awayIssues(outlook: Outlook): Issue[] {
  const { away = NOBODY_AWAY } = outlook.inventory;
  if (away.offline.length + away.readOnly.length === 0) return [];
  return [...newcomerIssues(outlook, away), ...departureIssues(outlook, away), ...editIssues(outlook, away)];
}

/** What is said where nothing has to be done there: which machines are down with it, and what follows. */
export function awayNotices(plan: StackPlan, { guests, away = NOBODY_AWAY }: Inventory): string[] {
  const nodes = plannedGuests(plan).filter(({ path }) => path.startsWith("nodes."));
  return away.offline.flatMap((host) => {
    if (plan.proxmox.hosts[host] === undefined) return [];
    const down = nodes.filter((node) => whereIs(guests, node) === host).map(({ name }) => name);
    const machines = down.length === 0 ? "" : `, and with it ${down.join(", ")}`;
    const { hosts } = installationOf(plan, host);
    const quorum = hosts.some((other) => away.readOnly.includes(other))
      ? "; until then Proxmox has no quorum and refuses every change on its other hosts as well"
      : "";
    return [`proxmox.hosts.${host}: is offline${machines}: switch it on${quorum}`];
  });
}

function newcomerIssues({ plan, lastRun, inventory: { guests } }: Outlook, away: AwayHosts): Issue[] {
  const made = madeBefore(lastRun);
  return plannedGuests(plan).flatMap((planned) => {
    const { vmId, name, host, path, isAdopted } = planned;
    if (made.has(vmId)) return [];
    const there = guestWithId(guests, planned);
    if (there !== undefined && isAway(away, there)) return [unknownGuest(planned, there.host)];
    const why = reason(plan, away, host);
    if (why === undefined || isAdopted) return [];
    return {
      path: path.replace(/\.[vV]mId$|\.templateVmId$/, ""),
      problem: `${name} would be created on ${host}, but ${why}`,
      got: `host ${host}`,
      allowed: "must be a reachable host",
      remedy: remedy(away, host),
    };
  });
}

const unknownGuest = ({ path, vmId }: PlannedGuest, host: string): Issue => ({
  path,
  problem: `belongs to a guest whose owner is unknown while ${host} is offline`,
  got: String(vmId),
  allowed: "must be a free id",
  remedy: `switch ${host} on and run again, or choose another id`,
});

function departureIssues({ plan, lastRun, inventory: { guests } }: Outlook, away: AwayHosts): Issue[] {
  const stays = new Set([...plannedGuests(plan), ...plan.vms].map(({ vmId }) => vmId));
  const before = placesBefore(lastRun, plan);
  return [...knownGuests(lastRun)].flatMap(([vmId, name]) => {
    const then = before.get(vmId);
    if (then === undefined || stays.has(vmId)) return [];
    const host = whereIs(guests, { vmId, ...then });
    const why = reason(plan, away, host);
    if (why === undefined) return [];
    return {
      path: then.path,
      problem: `${name} would be deleted on ${host}, but ${why}`,
      got: `VM ${vmId}`,
      allowed: "must stay until its host is reachable",
      remedy: remedy(away, host),
    };
  });
}

/** Edits that are applied to machines; what only later machines have, or the program alone, touches none of these. */
const TOUCHING = ["in place", "restart", "replacement"];

function editIssues({ config, plan, lastRun, inventory: { guests } }: Outlook, away: AwayHosts): Issue[] {
  const before = lastRun.configuration ?? lastRun.begun?.configuration;
  if (before === undefined) return [];
  const made = madeBefore(lastRun);
  const machines = plannedGuests(plan).filter(({ vmId }) => made.has(vmId));
  return editsBetween(before, config)
    .filter(({ key }) => TOUCHING.includes(effectOf(key, config.cluster.distribution)?.effect ?? ""))
    .flatMap((edit) => {
      const touched = machines
        .map((machine) => ({ name: machine.name, host: whereIs(guests, machine) }))
        .find(({ name, host }) => concerns(edit, name) && reason(plan, away, host) !== undefined);
      if (touched === undefined) return [];
      return {
        path: edit.path,
        problem: `would change ${touched.name} on ${touched.host}, but ${reason(plan, away, touched.host)}`,
        got: showValue(edit.after),
        allowed: "must stay unchanged for now",
        remedy: remedy(away, touched.host),
      };
    });
}

/** A key of one machine concerns that one, any other key all of them. */
function concerns({ path }: Edit, machine: string): boolean {
  const [section, name] = path.split(".");
  return (section !== "nodes" && section !== "vms") || name === machine;
}

function reason(plan: StackPlan, { offline, readOnly }: AwayHosts, host: string): string | undefined {
  if (offline.includes(host)) return "that host is offline";
  if (!readOnly.includes(host)) return undefined;
  const { hosts } = installationOf(plan, host);
  return `Proxmox has no quorum without ${hosts.filter((other) => offline.includes(other)).join(", ") || "its other hosts"}`;
}

const remedy = ({ offline }: AwayHosts, host: string): string =>
  `switch ${offline.includes(host) || offline.length === 0 ? host : offline.join(", ")} on and run again, or revert the edit`;

/** Machines in state, as far as the last run says: by VM id. */
function madeBefore(lastRun: LastRun): Set<number> {
  const { begun } = lastRun;
  const all = { ...begun?.configuration.nodes, ...begun?.configuration.vms };
  const begunIds = (begun?.machines ?? []).flatMap((name) => all[name]?.vmId ?? []);
  return new Set([...knownGuests(lastRun).keys(), ...begunIds]);
}
