import { createHash } from "node:crypto";
import type { Duplex } from "node:stream";
import type { Seed } from "../seed";

/** sshd_config(5), MaxStartups: how many connections may be logging in at once. */
export interface StartupLimits {
  /** From so many on some are turned away, */
  readonly start: number;
  /** so many of a hundred at first, and more with each further one, */
  readonly rate: number;
  /** until all are. */
  readonly full: number;
}

/** OpenSSH's own. */
export const usualStartups: StartupLimits = { start: 10, rate: 30, full: 100 };

/** Says what sshd says to such a connection and closes it (sshd.c, drop_connection; OpenSSH 8.9 and later). */
export function turnAway(connection: Duplex): void {
  connection.on("error", () => undefined);
  connection.end("Exceeded MaxStartups\r\n");
  // What the other side sends is not read, but its end has to be noticed.
  connection.resume();
}

/** The connections of a server that have not logged in yet. */
export class Startups {
  /** Turned away since the server began. */
  refused = 0;
  private readonly limits: StartupLimits;
  private readonly seed: string;
  private now = 0;
  private thrown = 0;

  /** `place` says whose they are, so that each server has its own chance. */
  constructor(limits: StartupLimits, seed: Seed, place: string) {
    this.limits = limits;
    this.seed = `${seed}/${place}`;
  }

  /** Lets one more in, and gives what is to be called once it logged in or is gone; undefined when it is turned away. */
  admit(): (() => void) | undefined {
    if (this.turnsAway()) {
      this.refused++;
      return undefined;
    }
    this.now++;
    let over = false;
    return () => {
      if (!over) this.now--;
      over = true;
    };
  }

  /** The chance grows evenly from the rate to certainty (sshd.c, should_drop_connection). */
  private turnsAway(): boolean {
    const { start, rate, full } = this.limits;
    if (this.now < start) return false;
    if (this.now >= full) return true;
    const chance = rate + Math.floor(((100 - rate) * (this.now - start)) / (full - start));
    return this.hundredth() < chance;
  }

  private hundredth(): number {
    const sum = createHash("sha1").update(`${this.seed}/startups/${this.thrown++}`).digest();
    return sum.readUInt32BE(0) % 100;
  }
}
