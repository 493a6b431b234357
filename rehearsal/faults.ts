/**
 * A fault is data: which call of a kind, on what, goes wrong and how. Written on the command line as
 * `<kind>[:<target>][@<nth>]`, e.g. `task-fails:qmclone@2`, `never-boots:valaskjalf-worker-1`.
 */
export interface Fault {
  readonly kind: FaultKind;
  /** Task type, machine name or step, by kind; undefined means any. */
  readonly target?: string;
  /** Which matching occasion strikes, from 1. Default 1. */
  readonly nth: number;
}

export const faultKinds = {
  "task-fails": "the nth PVE task of a type (qmclone, qmstart, resize, imgcopy, download …) fails",
  "lock-timeout": 'the nth clone task meets "can\'t lock file ... got timeout"',
  "host-ssh-full": "sshd of the host turns the nth connection away, as too many are logging in (MaxStartups)",
  "never-boots": "the nth start of the machine never reaches SSH",
  "silent-ssh": "from its nth start the machine accepts connections and says nothing, on no port",
  freezes: "the machine stops in the middle of the nth script on it, connections open",
  "ssh-drops": "the SSH connection drops in the middle of the nth script on the machine",
  "pulumi-killed":
    "the engine is killed with SIGKILL when the nth event of a kind happens on the machine (default: its clone ends)",
} as const;

export type FaultKind = keyof typeof faultKinds;

/** Armed faults of one rehearsal; rooms ask it at each occasion. A fault strikes once. */
export class Faults {
  private readonly seen = new Map<Fault, number>();

  private readonly armed: readonly Fault[];

  constructor(armed: readonly Fault[]) {
    this.armed = armed;
  }

  /** Faults that have not struck, and how often the occasion they wait for has come. */
  get waiting(): readonly { readonly fault: Fault; readonly occasions: number }[] {
    return this.armed
      .map((fault) => ({ fault, occasions: this.seen.get(fault) ?? 0 }))
      .filter(({ fault, occasions }) => occasions < fault.nth);
  }

  /** True when a fault of this kind strikes now; `targets` are the names this occasion goes by. */
  strikes(kind: FaultKind, ...targets: string[]): Fault | undefined {
    return this.armed.find((fault) => {
      if (fault.kind !== kind) return false;
      if (fault.target !== undefined && !targets.includes(fault.target)) return false;
      const count = (this.seen.get(fault) ?? 0) + 1;
      this.seen.set(fault, count);
      return count === fault.nth;
    });
  }
}
