import type { Law, LawContext } from "../../rehearsal/laws/law";

/** The law that a rehearsal stays on this machine, and how those who watch the doors report to it. */
export class DialLaw {
  private context: LawContext | undefined;
  private readonly told = new Set<string>();

  readonly law: Law = {
    name: "nothing-dialled-outside",
    sentence: "no address outside this machine is ever dialled",
    watch: (context) => {
      this.context = context;
      return {};
    },
  };

  /** An address was dialled; `how` says what noticed it. */
  found(address: string, how: string): void {
    if (this.told.has(address)) return;
    this.told.add(address);
    this.context?.broken({
      what: `${address} ${how}`,
      why: "with a real stack file that would have been the real environment",
    });
  }
}
