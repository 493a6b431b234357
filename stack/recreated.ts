import type { StackPlan } from "../distributions/distribution";
import { type Guest, guestWithId } from "../model/inventory";
import type { LastRun, Recreated } from "./last-run";
import type { MadeResource } from "../model/made-resource";
import { isInService } from "../model/outside-vm-plan";
import { plannedGuests } from "./planned-guests";

/** The resource that keeps these counts in the state, where there are any: a machine is replaced when its own has grown. */
export const recreatedResource = (cluster: string): string => `${cluster}-recreated`;

/** The counts that a stack's state has. */
export function recreatedIn(resources: readonly MadeResource[]): Recreated {
  const kept = resources.find(({ urn }) => urn.endsWith(recreatedResource("")));
  return (kept?.outputs["input"] ?? {}) as Recreated;
}

/** Machines whose first creation did not come to its end, by name. */
export const halfMadeMachines = (plan: StackPlan, guests: readonly Guest[], lastRun: LastRun): string[] => [
  ...halfMadeNodes(plan, guests, lastRun),
  ...halfMadeVms(plan, guests, lastRun),
];

/**
 * Nodes of which nothing will come: in state, never joined, and on their host without the drive of their first boot, or
 * never started. Their creation failed after the clone; the engine holds them for made, and no update gives them what they
 * lack. Nothing lives on them. A control plane that was prepared had started, and may be a member of etcd by now: one that is
 * stopped is started, and keeps its disk.
 */
export function halfMadeNodes(plan: StackPlan, guests: readonly Guest[], { begun }: Pick<LastRun, "begun">): string[] {
  const servers = plan.nodes.filter(({ role }) => role === "control-plane").map(({ name }) => name);
  const mayVote = servers.filter((name) => begun?.prepared?.includes(name));
  const never = new Set(begun?.machines.filter((name) => ![...begun.joined, ...mayVote].includes(name)));
  return plannedGuests(plan).flatMap((planned) => {
    const guest = guestWithId(guests, planned);
    const isNode = planned.path.startsWith("nodes.") && never.has(planned.name);
    return isNode && guest !== undefined && isHalfMade(guest) ? [planned.name] : [];
  });
}

/**
 * VMs outside the cluster of which a first creation left half: a copy without its settings, or one that did not start.
 * Nothing joins there that could tell, so one that was ever started, or that somebody gave a disk, is not taken for one.
 */
export function halfMadeVms(
  plan: StackPlan,
  guests: readonly Guest[],
  { vms = {}, inState }: Pick<LastRun, "vms" | "inState">,
): string[] {
  const inService = new Set(
    plan.vms
      .filter(isInService)
      .filter(({ adopted, name }) => adopted === undefined && vms[name] === undefined)
      .map(({ name }) => name),
  );
  return plannedGuests(plan).flatMap((planned) => {
    const guest = guestWithId(guests, planned);
    const isVm = planned.path.startsWith("vms.") && inService.has(planned.name);
    const isBegun = isVm && inState?.unfinished.includes(planned.vmId) === true;
    return isBegun && guest !== undefined && isUntouched(guest) ? [planned.name] : [];
  });
}

const isUntouched = ({ wasStarted, status, lock, addedDisks = [] }: Guest): boolean =>
  wasStarted === false && status === "stopped" && lock === undefined && addedDisks.length === 0;

/** Of a VM that could not be read nothing is known; a locked one has a task running. */
const isHalfMade = ({ hasFirstBoot, status, lock }: Guest): boolean =>
  hasFirstBoot !== undefined && lock === undefined && (!hasFirstBoot || status === "stopped");

/** The counts after this run, which recreates these. Removed machines are dropped. */
export function recreatedBy(
  { nodes, vms }: StackPlan,
  halfMade: readonly string[],
  { recreated: before = {} }: Pick<LastRun, "recreated">,
): Recreated {
  const counts = [...nodes, ...vms].map(
    ({ name }) => [name, (before[name] ?? 0) + (halfMade.includes(name) ? 1 : 0)] as const,
  );
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

/** The message about those that this run recreates. */
export function recreatedNotices({ vms }: StackPlan, halfMade: readonly string[]): string[] {
  return halfMade.map((name) => {
    const vm = vms.filter(isInService).find((other) => other.name === name);
    if (vm === undefined)
      return `nodes.${name}: its creation failed after the clone and it never joined: it is recreated`;
    const what = `vms.${name}: its creation failed half way and it was never started`;
    return vm.protect
      ? `${what}; to have it recreated set protect: false, and true again afterwards`
      : `${what}: it is recreated`;
  });
}
