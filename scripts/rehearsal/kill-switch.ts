import type { SimulationLog, SimulationEvent } from "../../rehearsal/events";
import { SimulationFaults, type SimulationFault } from "../../rehearsal/faults";
import { killTree } from "../engine/process-tree";
import type { Pulumi } from "../engine/pulumi";

/**
 * Kills the engine at a moment of the simulation, as a power cut would: `pulumi-killed` faults. The target is a machine or
 * `machine/moment`, where the moment is a machine event (`created`, `booted` …), one of its cluster (`initialized` …), the
 * label of a piece of work that ends, `script` when one begins, or, of a host, `document` when one is stored; or a request that
 * was granted, as `METHOD /path`.
 * Without one it strikes when the machine's clone ends: it exists on the host, but not in state. An engine dies once:
 * what the simulation still grants of its last requests strikes nothing, and leaves the next moment to the next engine.
 */
export function armKillSwitch(
  armed: SimulationFaults,
  events: SimulationLog,
  pulumi: Pick<Pulumi, "updatePid">,
): () => void {
  let killed: number | undefined;
  return events.listen((event) => {
    const { updatePid: pid } = pulumi;
    if (pid === undefined || pid === killed) return;
    const struck = inRelease(armed, event) ?? atMoment(armed, event);
    if (struck === undefined) return;
    killed = pid;
    killTree(pid);
    events.emit({ kind: "fault", ...struck });
  });
}

function atMoment(armed: SimulationFaults, event: SimulationEvent): Struck | undefined {
  const moment = momentOf(event);
  if (moment === undefined) return undefined;
  const { machine, what } = moment;
  if (!armed.strikes("pulumi-killed", what, `${machine}/${what}`)) return undefined;
  return { fault: `pulumi-killed at ${what}`, ...(machine !== "" && { machine }) };
}

/** Helm has begun, and could not yet say how it went. */
function inRelease(armed: SimulationFaults, event: SimulationEvent): Struck | undefined {
  if (event.kind !== "release" || !event.status.startsWith("pending-")) return undefined;
  const { release, status } = event;
  return armed.strikes("engine-killed-in-release", release)
    ? { fault: `engine-killed-in-release: ${release} is ${status}` }
    : undefined;
}

interface Struck {
  readonly fault: string;
  readonly machine?: string;
}

/** The faults among these that are the kill switch's. */
export function killFaults(faults: readonly SimulationFault[]): SimulationFaults {
  return new SimulationFaults(faults.filter(killsTheEngine).map(withDefaultMoment));
}

export const killsTheEngine = ({ kind }: SimulationFault): boolean =>
  kind === "pulumi-killed" || kind === "engine-killed-in-release";

const DEFAULT_MOMENT = "clone";

function withDefaultMoment(fault: SimulationFault): SimulationFault {
  if (fault.kind !== "pulumi-killed") return fault;
  if (fault.target === undefined) return { ...fault, target: DEFAULT_MOMENT };
  return fault.target.includes("/") ? fault : { ...fault, target: `${fault.target}/${DEFAULT_MOMENT}` };
}

function momentOf(event: SimulationEvent): { machine: string; what: string } | undefined {
  if (event.kind === "machine") return { machine: event.machine, what: event.change };
  if (event.kind === "span" && event.error === undefined) return { machine: event.machine, what: event.label };
  if (event.kind === "cluster") return { machine: event.machine ?? "", what: event.change };
  if (event.kind === "document") return { machine: event.machine, what: "document" };
  if (event.kind === "command" && event.phase === "start") return { machine: event.machine, what: "script" };
  if (event.kind === "request" && event.status === 200) return { machine: "", what: `${event.method} ${event.path}` };
  return undefined;
}
