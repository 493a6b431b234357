/** A fault is data: which call of a kind, on what, goes wrong. */
export interface Fault<Kind extends string = HostFaultKind> {
  readonly kind: Kind;
  /** Task type, machine or host name, by kind; undefined means any. */
  readonly target?: string;
  /** Which matching occasion strikes, from 1. Default 1. */
  readonly nth: number;
}

export const hostFaultKinds = {
  "task-fails": "the nth PVE task of a type (qmclone, qmstart, resize, imgcopy, download …) fails",
  "lock-timeout": 'the nth clone task meets "can\'t lock file ... got timeout"',
  "host-ssh-full": "sshd of the host turns the nth connection away, as too many are logging in (MaxStartups)",
  "host-down":
    "the power of the host goes when the nth task begins on it (API, SSH, machines); it is back for the next run",
} as const;

export type HostFaultKind = keyof typeof hostFaultKinds;

/** Decides when a fault strikes. */
export interface HostFaults {
  /** The fault of this kind that strikes now, if any; `targets` are the names that match this occasion. */
  strikes(kind: HostFaultKind, ...targets: string[]): Fault<string> | undefined;
}

/** Armed faults; asked at each occasion. A fault strikes once. */
export class Faults<Kind extends string = HostFaultKind> {
  private readonly seen = new Map<Fault<Kind>, number>();

  private readonly armed: readonly Fault<Kind>[];

  constructor(armed: readonly Fault<Kind>[]) {
    this.armed = armed;
  }

  /** Faults that have not struck, and how often the occasion they wait for has come. */
  get waiting(): readonly { readonly fault: Fault<Kind>; readonly occasions: number }[] {
    return this.armed
      .map((fault) => ({ fault, occasions: this.seen.get(fault) ?? 0 }))
      .filter(({ fault, occasions }) => occasions < fault.nth);
  }

  /** Whether a fault of this kind strikes now; `targets` are the names that match this occasion. */
  strikes(kind: Kind, ...targets: string[]): Fault<Kind> | undefined {
    return this.armed.find((fault) => {
      if (fault.kind !== kind) return false;
      if (fault.target !== undefined && !targets.includes(fault.target)) return false;
      const count = (this.seen.get(fault) ?? 0) + 1;
      this.seen.set(fault, count);
      return count === fault.nth;
    });
  }
}
