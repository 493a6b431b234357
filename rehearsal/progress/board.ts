import type { SimulationEvent } from "../events";

/** What a machine is doing, as the live board shows it. */
export interface BoardRow {
  readonly machine: string;
  /** Work in progress, longest first. */
  readonly doing: readonly { readonly label: string; readonly since: number }[];
  /** The last work that ended. */
  readonly last?: { readonly label: string; readonly failed: boolean };
}

/** Keeps one row a machine up to date from the simulation's events. */
export class Board {
  private readonly byMachine = new Map<string, BoardRow>();
  private readonly spans = new Map<number, { readonly label: string; readonly since: number }>();

  /** Machines given here keep this order, and are shown before anything happens to them. */
  constructor(machines: readonly string[] = []) {
    for (const machine of machines) this.byMachine.set(machine, { machine, doing: [] });
  }

  get rows(): readonly BoardRow[] {
    return [...this.byMachine.values()];
  }

  note(event: SimulationEvent): void {
    if (event.kind === "span-begin") {
      const work = { label: event.label, since: event.at };
      this.spans.set(event.id, work);
      const row = this.rowOf(event.machine);
      this.byMachine.set(event.machine, { ...row, doing: [...row.doing, work] });
    }
    if (event.kind === "span") {
      const work = this.spans.get(event.id);
      this.spans.delete(event.id);
      const row = this.rowOf(event.machine);
      const last = { label: event.label, failed: event.error !== undefined };
      const doing = row.doing.filter((other) => other !== work);
      this.byMachine.set(event.machine, { ...row, doing, last });
    }
  }

  private rowOf(machine: string): BoardRow {
    return this.byMachine.get(machine) ?? { machine, doing: [] };
  }
}
