import type { Invariant, InvariantContext } from "../../rehearsal/invariants/invariant";

/** The invariant that a rehearsal stays on this machine, and how those who watch the ways out report to it. */
export class DialInvariant {
  private context: InvariantContext | undefined;
  private readonly told = new Set<string>();

  readonly invariant: Invariant = {
    name: "nothing-dialled-outside",
    description: "no address outside this machine is ever contacted",
    watch: (context) => {
      this.context = context;
      return {};
    },
  };

  /** An address was dialled; `how` says what noticed it. */
  found(address: string, how: string): void {
    if (this.told.has(address)) return;
    this.told.add(address);
    this.context?.violations({
      what: `${address} ${how}`,
      why: "with a real stack file that would have been the real environment",
    });
  }
}
