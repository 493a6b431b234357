import type { ClusterEvent, SimulationEvent } from "../events";
import type { Causes } from "./causes";
import { criticalPath, floorOf, type Window } from "./critical-path";
import type { Span } from "./timeline";

/** What a run that makes a cluster cannot do without, one piece after another. */
export interface NecessaryChain {
  readonly spans: readonly Span[];
  /** What the pieces take by the profile: no order of work could be faster. */
  readonly floorMs: number;
}

/**
 * The image, a template, one clone and all that makes it the first control plane, and then what must be alone or last: the
 * joins of the other control planes, since etcd takes one learner at a time, or the longest join of a worker where that
 * takes longer. Everything else can be done beside it, if there are processors and lanes enough. Undefined for a run in
 * which no cluster was initialized.
 */
export function necessaryChain(
  spans: readonly Span[],
  events: readonly SimulationEvent[],
  window: Window,
  causes: Causes,
): NecessaryChain | undefined {
  const changes = events.filter(
    (event): event is ClusterEvent =>
      event.kind === "cluster" && event.at >= window.beganAt && event.at <= window.endedAt,
  );
  const initialized = changes.find(({ change }) => change === "initialized");
  const last = initialized && workBehind(spans, initialized);
  if (last === undefined) return undefined;
  const first = criticalPath(spans, { beganAt: window.beganAt, endedAt: last.endedAt }, causes);
  const chain = [
    ...first.steps.map(({ span }) => span),
    ...longest([serverJoins(spans, changes), ...agentJoins(spans, changes)]),
  ];
  return { spans: chain, floorMs: sum(chain) };
}

/** The joins of control planes, one after another. */
function serverJoins(spans: readonly Span[], changes: readonly ClusterEvent[]): Span[] {
  const joined = changes.filter(({ change }) => change === "server-joined");
  return joined.flatMap((event) => workBehind(spans, event) ?? []);
}

/** Each worker's join by itself: they join side by side. */
function agentJoins(spans: readonly Span[], changes: readonly ClusterEvent[]): Span[][] {
  const joined = changes.filter(({ change }) => change === "agent-joined");
  return joined.flatMap((event) => [[workBehind(spans, event) ?? []].flat()]);
}

/** The work it came of: what began last on the machine before it. */
export function workBehind(spans: readonly Span[], { machine, at }: ClusterEvent): Span | undefined {
  return spans.filter((span) => span.machine === machine && span.beganAt <= at).at(-1);
}

const longest = (chains: readonly Span[][]): Span[] =>
  chains.reduce<Span[]>((most, chain) => (sum(chain) > sum(most) ? chain : most), []);

const sum = (chain: readonly Span[]): number => chain.reduce((total, span) => total + floorOf(span), 0);
