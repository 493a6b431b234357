import type { Clock } from "../clock";
import { forAll, isCutOff, never } from "./work";

interface Copy {
  left: number;
  done(): void;
}

/** A storage's throughput: copies running at the same time share it evenly (measured: facts/pulumi.md §A4). */
export class Bandwidth {
  private readonly copies = new Set<Copy>();
  private since = 0;
  private wake: () => void = () => undefined;
  private pumping = false;
  private readonly clock: Clock;
  private readonly msPerGiB: number;

  constructor(clock: Clock, msPerGiB: number) {
    this.clock = clock;
    this.msPerGiB = msPerGiB;
  }

  /** Resolves when that much has been copied. */
  async copy(gib: number): Promise<void> {
    await new Promise<void>((done) => {
      this.settle();
      this.copies.add({ left: gib * this.msPerGiB, done });
      this.wake();
      if (!this.pumping) void forAll(() => this.pump());
    });
    if (isCutOff()) await never;
  }

  private async pump(): Promise<void> {
    this.pumping = true;
    while (this.copies.size > 0) {
      const next = Math.min(...[...this.copies].map((copy) => copy.left)) * this.copies.size;
      const arrival = new Promise<void>((resolve) => (this.wake = resolve));
      await Promise.race([this.clock.sleep(next), arrival]);
      this.settle();
    }
    this.pumping = false;
  }

  /** Credits every copy with its share of the time since the last look, and finishes those that are through. */
  private settle(): void {
    const now = this.clock.now();
    const share = this.copies.size === 0 ? 0 : (now - this.since) / this.copies.size;
    this.since = now;
    for (const copy of this.copies) {
      copy.left -= share;
      if (copy.left > 0.001) continue;
      this.copies.delete(copy);
      copy.done();
    }
  }
}
