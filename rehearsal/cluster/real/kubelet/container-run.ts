import type { ContainerSpec } from "./pod";

export interface Ended {
  readonly exitCode: number;
  readonly reason: string;
  readonly startedAt: string;
  readonly finishedAt: string;
}

export type ContainerState =
  | { readonly waiting: { readonly reason: string; readonly message?: string } }
  | { readonly running: { readonly startedAt: string } }
  | { readonly terminated: Ended };

/** One container of a running pod, with what became of it up to now. */
export class ContainerRun {
  readonly spec: ContainerSpec;
  state: ContainerState = { waiting: { reason: "ContainerCreating" } };
  last: Ended | undefined;
  ready = false;
  restarts = 0;
  log = "";

  constructor(spec: ContainerSpec, waiting = "ContainerCreating") {
    this.spec = spec;
    this.state = { waiting: { reason: waiting } };
  }

  get ended(): Ended | undefined {
    return "terminated" in this.state ? this.state.terminated : undefined;
  }

  get runs(): boolean {
    return "running" in this.state;
  }

  waits(reason: string, message?: string): void {
    this.last = this.ended ?? this.last;
    this.state = { waiting: { reason, ...(message !== undefined && { message }) } };
    this.ready = false;
  }

  begins(): void {
    this.last = this.ended ?? this.last;
    this.state = { running: { startedAt: now() } };
  }

  ends(exitCode: number, reason = exitCode === 0 ? "Completed" : "Error"): void {
    const startedAt = "running" in this.state ? this.state.running.startedAt : now();
    this.state = { terminated: { exitCode, reason, startedAt, finishedAt: now() } };
    this.ready = false;
  }

  /** The machine went down with it: its next start is counted as a restart. */
  dies(): void {
    if (!this.runs) return;
    this.ends(255, "Unknown");
    this.restarts++;
  }
}

/** As Kubernetes writes it. */
export const now = (): string => new Date().toISOString().replace(/\.\d+Z/, "Z");
