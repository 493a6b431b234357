import { Duplex } from "node:stream";

/** One end of an in-memory connection: what is written here is read at the other end. */
class End extends Duplex {
  other: End | undefined;
  private waiting: (() => void) | undefined;

  override _read(): void {
    const resume = this.waiting;
    this.waiting = undefined;
    resume?.();
  }

  /** Delivers in a later step, as a network does: who writes must not be answered before its write returns. */
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    process.nextTick(() => {
      if (!this.other || this.other.destroyed) return done();
      if (this.other.push(chunk)) return done();
      this.other.waiting = done;
    });
  }

  override _final(done: () => void): void {
    if (this.other && !this.other.destroyed) this.other.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const other = this.other;
    this.other = undefined;
    setImmediate(() => {
      if (other && !other.destroyed) other.destroy();
    });
    done(error);
  }
}

/** Two ends of a connection that never leaves this process. */
export function duplexPair(): readonly [Duplex, Duplex] {
  const near = new End();
  const far = new End();
  near.other = far;
  far.other = near;
  return [near, far];
}
