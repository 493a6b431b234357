import type { MadeResource } from "./begun-run";
import type { ClusterPlan } from "./cluster-plan";
import { type Guest, guestWithId } from "./inventory";
import type { LastRun, MadeAnew } from "./last-run";
import { plannedGuests } from "./planned-guests";

/** The resource that keeps these counts in the state, where there are any: a machine is replaced when its own has grown. */
export const madeAnewResource = (cluster: string): string => `${cluster}-made-anew`;

/** The counts that a stack's state has. */
export function madeAnewIn(resources: readonly MadeResource[]): MadeAnew {
  const kept = resources.find(({ urn }) => urn.endsWith(madeAnewResource("")));
  return (kept?.outputs["input"] ?? {}) as MadeAnew;
}

/**
 * Nodes of which nothing will come: in state, never joined, and on their host without the drive of their first boot, or
 * never started. Their creation failed after the clone; the engine holds them for made, and no update gives them what they
 * lack. Nothing lives on them.
 */
export function halfMadeNodes(
  plan: ClusterPlan,
  guests: readonly Guest[],
  { begun }: Pick<LastRun, "begun">,
): string[] {
  const never = new Set(begun?.machines.filter((name) => !begun.joined.includes(name)));
  return plannedGuests(plan).flatMap((planned) => {
    const guest = guestWithId(guests, planned);
    const isNode = planned.path.startsWith("nodes.") && never.has(planned.name);
    return isNode && guest !== undefined && isHalfMade(guest) ? [planned.name] : [];
  });
}

/** Whoever could not be asked is not known to lack anything; whoever is locked is being worked on. */
const isHalfMade = ({ hasFirstBoot, status, lock }: Guest): boolean =>
  hasFirstBoot !== undefined && lock === undefined && (!hasFirstBoot || status === "stopped");

/** The counts after this run, which makes these anew. Of nodes that are gone nothing is kept. */
export function madeAnewBy(
  { nodes }: ClusterPlan,
  halfMade: readonly string[],
  { madeAnew: before = {} }: Pick<LastRun, "madeAnew">,
): MadeAnew {
  const counts = nodes.map(({ name }) => [name, (before[name] ?? 0) + (halfMade.includes(name) ? 1 : 0)] as const);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

/** What is said of those that this run makes anew. */
export const madeAnewNotices = (halfMade: readonly string[]): string[] =>
  halfMade.map((name) => `nodes.${name}: its creation failed after the clone and it never joined: it is recreated`);
