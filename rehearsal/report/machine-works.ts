import type { ClusterEvent, SimulationEvent } from "../events";
import type { PlanInForce } from "../invariants/invariant";
import { floorOf, type Window } from "./critical-path";
import { workBehind } from "./necessary-chain";
import type { MachineWork, Work } from "./schedule";
import type { Span } from "./timeline";

/** What a host does for a VM between its clone and its boot. */
const ON_THE_HOST = new Set(["start", "resize", "move-disk", "migrate"]);
const JOINED = new Set<ClusterEvent["change"]>(["initialized", "server-joined", "agent-joined"]);

/** What each machine of the plan did in a run that made the cluster; those that did not join in it are left out. */
export function machineWorks(
  spans: readonly Span[],
  events: readonly SimulationEvent[],
  window: Window,
  plan: PlanInForce,
): MachineWork[] {
  const inside = spans.filter(({ beganAt, endedAt }) => beganAt >= window.beganAt && endedAt <= window.endedAt);
  const joins = joinsIn(inside, events, window);
  const shared = new Set((plan.sharedStorages ?? []).map(({ storage }) => storage));
  return plan.nodes.flatMap(({ name, role, host, storage }) => {
    const own = inside.filter(({ machine }) => machine === name);
    const join = joins.get(name);
    if (join === undefined) return [];
    const before = own.filter(({ beganAt }) => beganAt < join.beganAt);
    const [clones, others] = split(before, ({ label }) => label === "clone");
    const [held, prepared] = split(others, ({ label }) => ON_THE_HOST.has(label));
    return [
      {
        name,
        role,
        storage: shared.has(storage) ? storage : `${host}/${storage}`,
        template: templateWork(inside, plan, host),
        clone: sum(clones),
        hold: sum(held),
        prepare: workOf(prepared),
        join: workOf(own.filter(({ beganAt }) => beganAt >= join.beganAt)),
      },
    ];
  });
}

function joinsIn(spans: readonly Span[], events: readonly SimulationEvent[], { beganAt, endedAt }: Window) {
  const changes = events.filter(
    (event): event is ClusterEvent =>
      event.kind === "cluster" && JOINED.has(event.change) && event.at >= beganAt && event.at <= endedAt,
  );
  return new Map(changes.map((event) => [event.machine, workBehind(spans, event)]));
}

/** The image, and what the host whose template serves this one made of it. */
function templateWork(spans: readonly Span[], { templates }: PlanInForce, host: string): Work {
  const template = templates.find(({ serves }) => serves.includes(host));
  const image = spans.find(({ machine, label }) => machine === template?.imageHost && label === "download");
  const made = spans.filter(({ machine, beganAt }) => machine === template?.name && beganAt >= (image?.endedAt ?? 0));
  return { downloads: image ? floorOf(image) : 0, own: sum(made) };
}

function workOf(spans: readonly Span[]): Work {
  const [downloads, own] = split(spans, ({ label }) => /^(download|pull) /.test(label));
  return { downloads: sum(downloads), own: sum(own) };
}

function split(spans: readonly Span[], is: (span: Span) => boolean): readonly [Span[], Span[]] {
  return [spans.filter(is), spans.filter((span) => !is(span))];
}

const sum = (spans: readonly Span[]): number => spans.reduce((total, span) => total + floorOf(span), 0);
