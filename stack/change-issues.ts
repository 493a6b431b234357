import type { StackConfig, StackPlan } from "../distributions/distribution";
import { decommissionIssues } from "./decommission-change";
import { type Applied, editIssues, editIssuesOfBegun, editNotices, replacementIssues } from "./edits/edit-issues";
import { editLines } from "./edits/edit-lines";
import type { Issue } from "../model/errors";
import type { Guest } from "../model/inventory";
import { type LastRun, wasThere } from "./last-run";
import { type GuestPlace, placesBefore } from "./places-before";
import { releaseChangeIssues, releaseChangeNotices } from "./release-change";
import type { RunningCluster } from "../model/running";

/** What a run is to make. */
export interface Wanted {
  readonly config: StackConfig;
  readonly plan: StackPlan;
  /** What is on the hosts; undefined where nobody looked. */
  readonly guests?: readonly Guest[];
}

/** What somebody says to have done to every node by hand, where the program does not do it. */
export interface DoneByHand {
  /** The release they run now. */
  readonly upgraded?: string | undefined;
  /** Where the API answers now, named by its certificates and known to every node. */
  readonly apiAddress?: string | undefined;
}

/** The same, of a command's environment. */
export const doneByHand = (env: Readonly<Record<string, string | undefined>>): DoneByHand => ({
  upgraded: env["HOMELAB_UPGRADED"],
  apiAddress: env["HOMELAB_API_MOVED"],
});

/** Every reason why what runs may not be followed by the plan. */
export function changeIssues(lastRun: LastRun, wanted: Wanted, { upgraded, apiAddress }: DoneByHand = {}): Issue[] {
  const { config, plan, guests } = wanted;
  const whereabouts = whereaboutsOf(guests, placesBefore(lastRun, plan));
  const applied = appliedBefore(lastRun, whereabouts);
  const begun = begunBefore(lastRun, plan.stack, whereabouts);
  const issues = [
    ...(applied === undefined ? [] : editIssues(applied, config)),
    ...(applied === undefined && begun !== undefined ? editIssues(begun, config) : []),
    ...(applied !== undefined && begun !== undefined ? replacementIssues(begun, config) : []),
    ...editIssuesOfBegun(lastRun, config),
    ...releaseChangeIssues(runningOf(lastRun, plan), plan, upgraded),
    ...decommissionIssues(livingRun(lastRun).vms ?? {}, plan),
  ];
  const isMoved = apiAddress !== undefined && apiAddress === config.cluster.vip;
  return isMoved ? issues.filter(({ path }) => path !== "cluster.vip") : issues;
}

/** What a run will not do, or does on the way, though the change of the stack file could be read otherwise. */
export function changeNotices(lastRun: LastRun, { config, plan }: Wanted): string[] {
  const applied = appliedBefore(lastRun);
  return [
    ...releaseChangeNotices(runningOf(lastRun, plan), plan),
    ...(applied === undefined ? [] : editNotices(applied, config)),
  ];
}

/** What every edit of the stack file does to what lives; a line each. */
export function changeLines(lastRun: LastRun, { config, plan }: Wanted): string[] {
  const applied = appliedBefore(lastRun) ?? begunBefore(lastRun, plan.stack);
  return [
    ...releaseChangeNotices(runningOf(lastRun, plan), plan),
    ...(applied === undefined ? [] : editLines(applied, config)),
  ];
}

function runningOf(lastRun: LastRun, { nodes }: StackPlan): RunningCluster {
  const there = nodes.filter((node) => wasThere(lastRun, node)).map(({ name }) => name);
  return { ...livingRun(lastRun), nodes: there };
}

/** Where no run ever finished, what an unfinished one made lives all the same. */
function livingRun(lastRun: LastRun): Omit<LastRun, "nodes"> {
  const { configuration, begun } = lastRun;
  if (configuration !== undefined || begun === undefined) return lastRun;
  const { cluster, vms } = begun.configuration;
  const vmIds = Object.entries(vms).filter(([name]) => begun.machines.includes(name));
  return {
    ...lastRun,
    ...(begun.joined.length === 0 ? {} : cluster),
    vms: Object.fromEntries(vmIds.map(([name, { vmId }]) => [name, vmId])),
  };
}

function appliedBefore({ configuration, nodes }: LastRun, whereabouts: Whereabouts = {}): Applied | undefined {
  return configuration && { config: configuration, nodes: Object.keys(nodes), ...whereabouts };
}

/** What a run that did not finish was to apply, and the nodes that it brought. */
function begunBefore({ begun, nodes }: LastRun, stack: string, whereabouts: Whereabouts = {}): Applied | undefined {
  if (begun === undefined) return undefined;
  const { configuration, machines, joined } = begun;
  return {
    config: configuration,
    nodes: joined.filter((node) => nodes[node] === undefined),
    unfinished: { stack, machines },
    ...whereabouts,
  };
}

type Whereabouts = Pick<Applied, "whereabouts">;

/** Where machines are now. On another installation than theirs an id is another guest's. */
function whereaboutsOf(guests: readonly Guest[] | undefined, before: ReadonlyMap<number, GuestPlace>): Whereabouts {
  const isTheirs = ({ vmId, installation = "" }: Guest) =>
    (before.get(vmId)?.installation ?? installation) === installation;
  if (guests === undefined) return {};
  return { whereabouts: new Map(guests.filter(isTheirs).map(({ vmId, host }) => [vmId, host])) };
}
