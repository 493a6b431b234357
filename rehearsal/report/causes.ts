import type { PlanInForce } from "../invariants/invariant";

/** Whether one machine's work may have waited for another's. */
export type Causes = (earlier: string, later: string) => boolean;

/**
 * Who waits for whom by the plan: a machine for its host, its template and the clone before its own, a server for the one
 * before it, a worker for the first server. When everything is taken down the same edges run backwards. A name
 * the plan does not know may have waited for anything.
 */
export function causesOf(plan: PlanInForce, kind: string): Causes {
  const waits = waitsOf(plan);
  const waitsFor = (one: string, other: string) => waits.get(one)?.has(other) ?? true;
  return (earlier, later) =>
    earlier === later || (kind === "destroy" ? waitsFor(earlier, later) : waitsFor(later, earlier));
}

function waitsOf({ nodes, templates }: PlanInForce): ReadonlyMap<string, ReadonlySet<string>> {
  const servers = nodes.filter(({ role }) => role === "control-plane").map(({ name }) => name);
  const waits = new Map<string, ReadonlySet<string>>();
  for (const { host, name } of templates) waits.set(host, new Set()).set(name, new Set([host]));
  for (const node of nodes) {
    const ground = [node.host, ...templates.filter(({ host }) => host === node.host).map(({ name }) => name)];
    const joinsAfter =
      node.role === "control-plane" ? servers.slice(0, servers.indexOf(node.name)).slice(-1) : servers.slice(0, 1);
    waits.set(node.name, new Set([...ground, ...joinsAfter, node.cloneAfter ?? [], node.gpuAfter ?? []].flat()));
  }
  return waits;
}
