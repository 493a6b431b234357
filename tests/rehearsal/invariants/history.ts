import { SimulationLog, type ClusterEvent, type MachineEvent } from "../../../rehearsal/events";
import { InvariantWatch } from "../../../rehearsal/invariants";
import type { Violation, Invariant } from "../../../rehearsal/invariants/invariant";
import { nothingHappened, stateAfter, type SimulationState } from "../../../rehearsal/invariants/simulation-state";
import { asgardPlan } from "../../support/plans";

/** A made-up history of the simulation under the eye of one invariant: each call is something that happens, a second apart. */
export class History {
  readonly watch: InvariantWatch;
  private readonly log: SimulationLog;
  private seconds = 0;

  constructor(invariant: Invariant) {
    this.log = new SimulationLog(() => this.seconds * 1000);
    this.watch = new InvariantWatch(this.log, () => this.seconds * 1000, [invariant]);
    this.watch.setPlan(asgardPlan());
    this.watch.phase("up");
  }

  emit(event: Parameters<SimulationLog["emit"]>[0]): this {
    this.seconds += 1;
    this.log.emit(event);
    return this;
  }

  machine(machine: string, change: MachineEvent["change"], more: Partial<MachineEvent> = {}): this {
    return this.emit({ kind: "machine", machine, vmId: vmIdOf(machine), change, ...more });
  }

  cluster(machine: string, change: ClusterEvent["change"], more: Partial<ClusterEvent> = {}): this {
    return this.emit({ kind: "cluster", cluster: "first", machine, change, ...more });
  }

  /** Three servers and a worker join, one after another. */
  cameUp(): this {
    this.machine("valaskjalf-master-1", "created").machine("valaskjalf-master-1", "booted");
    this.cluster("valaskjalf-master-1", "server-joining").cluster("valaskjalf-master-1", "initialized");
    for (const server of ["valaskjalf-master-2", "valaskjalf-master-3"]) {
      this.machine(server, "created").machine(server, "booted");
      this.cluster(server, "server-joining").cluster(server, "server-joined");
    }
    this.machine("valaskjalf-worker-1", "created").machine("valaskjalf-worker-1", "booted");
    return this.cluster("valaskjalf-worker-1", "agent-joined");
  }

  /** What it makes of the simulation. */
  state(): SimulationState {
    return this.log.all.reduce((state, event) => stateAfter(state, event, asgardPlan()), nothingHappened);
  }

  /** Everything the invariant held against this history. */
  violations(): readonly Violation[] {
    return this.watch.findings().violations;
  }

  /** The same, as sentences. */
  breaches(): readonly string[] {
    return this.violations().map(({ what }) => what);
  }
}

function vmIdOf(machine: string): number {
  const [, role, index] = /(master|worker)-(\d+)$/.exec(machine) ?? [];
  if (index === undefined) return 500;
  return (role === "master" ? 1000 : 1010) + Number(index);
}
