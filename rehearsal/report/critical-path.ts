import type { Causes } from "./causes";
import type { Span } from "./timeline";

/** A stretch of the simulation's time. */
export interface Window {
  readonly beganAt: number;
  readonly endedAt: number;
}

export interface CriticalStep {
  readonly span: Span;
  /** Time between the end of the step before (or the window's begin) and this one's begin: nobody's simulated work. */
  readonly waitMs: number;
}

export interface CriticalPath {
  /** In the order of time. */
  readonly steps: readonly CriticalStep[];
  /** What the steps take by the profile: no program could be faster along this path. */
  readonly floorMs: number;
  readonly wallMs: number;
  /** Wall over floor; 1 is perfect. Undefined when nothing was simulated in the window. */
  readonly ratio: number | undefined;
}

/** Pieces that ended within this share of the window count as having ended together. */
const together = 0.01;

/**
 * The chain of simulated work that decided how long a run took, found by walking back from its last-ending piece: what
 * came before a piece is the one that ended last, not after that piece began, of those it can have waited for (`causes`;
 * by default any). Of several that ended about together, the same machine's is taken.
 *
 * Wall minus floor is what the program, the engine and the provider add: their own computing, polling, waiting for
 * locks, dialling, and everything between the pieces. A ratio near 1 therefore says that little is wasted along the
 * path taken, not that the path is the shortest possible: work made serial without need is floor like any other. Causes
 * are known by machine, not by piece, so the floor may count work nobody waited for. Pieces of the chain never overlap:
 * the floor never exceeds the wall. A piece that failed or was cut short counts only for as long as it ran.
 */
export function criticalPath(spans: readonly Span[], window: Window, causes: Causes = () => true): CriticalPath {
  const inside = spans.filter(({ beganAt, endedAt }) => beganAt >= window.beganAt && endedAt <= window.endedAt);
  const wallMs = window.endedAt - window.beganAt;
  const chain = walkBack(inside, wallMs * together, causes);
  const steps = chain.map((span, index) => {
    const freeAt = chain[index - 1]?.endedAt ?? window.beganAt;
    return { span, waitMs: span.beganAt - freeAt };
  });
  const floorMs = chain.reduce((sum, span) => sum + floorOf(span), 0);
  return { steps, floorMs, wallMs, ratio: floorMs > 0 ? wallMs / floorMs : undefined };
}

/** What a piece of work contributes to the floor. */
export function floorOf({ latencyMs, beganAt, endedAt }: Span): number {
  return Math.min(latencyMs, endedAt - beganAt);
}

function walkBack(spans: readonly Span[], slackMs: number, causes: Causes): Span[] {
  let open = [...spans].sort((a, b) => b.endedAt - a.endedAt || b.beganAt - a.beganAt || b.id - a.id);
  const chain: Span[] = [];
  let next = open[0];
  while (next !== undefined) {
    const taken = next;
    chain.push(taken);
    open = open.filter((span) => span !== taken && span.endedAt <= taken.beganAt);
    next = before(
      taken,
      open.filter((span) => causes(span.machine, taken.machine)),
      slackMs,
    );
  }
  return chain.reverse();
}

/** `candidates` are in falling order of their ends, and none ended after the piece began. */
function before({ machine }: Span, candidates: readonly Span[], slackMs: number): Span | undefined {
  const latest = candidates[0];
  const own = candidates.find((span) => span.machine === machine);
  return own && latest && own.endedAt >= latest.endedAt - slackMs ? own : latest;
}
