import type { Clock } from "../clock";
import type { HostFaults } from "../faults";
import type { EventSink } from "../events";
import { type ApiError, asApiError, failure, parameterErrors } from "../errors";
import { during, never, Work } from "./work";

/** One line of a task's log after another, numbered by GET …/log. */
export type TaskLog = (line: string) => void;

export interface Task {
  readonly upid: string;
  readonly node: string;
  readonly type: string;
  readonly id: string;
  readonly user: string;
  readonly pid: number;
  readonly pstart: number;
  /** Seconds since 1970. */
  readonly starttime: number;
  endtime?: number;
  /** Which of all tasks it was to end. */
  ended?: number;
  readonly log: string[];
  /** `OK`, or the error's text; absent while it runs. */
  exitstatus?: string;
  /** Resolves when it is over, well or not. */
  finished: Promise<void>;
  readonly work: Work;
}

export interface TaskRequest {
  readonly node: string;
  /** `qmclone`, `qmstart`, `resize`, `download` … */
  readonly type: string;
  /** What it works on, usually a VMID. */
  readonly id: string;
  readonly user: string;
  /** Name of the machine it works on; a fault may know the occasion by it, besides the type. */
  readonly machine?: string;
}

/** PVE's worker tasks: a request is answered at once with a UPID, the work goes on in the simulation's time. */
export class Tasks {
  readonly byUpid = new Map<string, Task>();
  /** Takes the power of a host. */
  onPowerLoss: (node: string) => void = () => undefined;
  /** Why a task cannot be done that its host takes all the same. */
  problemOf: (request: TaskRequest) => ApiError | undefined = () => undefined;
  private nextPid = 4200;
  private ended = 0;
  private readonly clock: Clock;
  private readonly events: EventSink;
  private readonly faults: HostFaults;
  private readonly epoch = Math.floor(Date.now() / 1000);

  constructor(simulation: { readonly clock: Clock; readonly events: EventSink; readonly faults: HostFaults }) {
    this.clock = simulation.clock;
    this.events = simulation.events;
    this.faults = simulation.faults;
  }

  /** Starts work in the background and returns its UPID. */
  start(request: TaskRequest, work: (log: TaskLog) => Promise<void>): string {
    const pid = this.nextPid++;
    const pstart = Math.floor(this.clock.now() / 10) + 100_000;
    const starttime = this.seconds();
    const stamps = [pid, pstart, starttime].map((n) => n.toString(16).toUpperCase().padStart(8, "0")).join(":");
    const upid = `UPID:${request.node}:${stamps}:${request.type}:${request.id}:${request.user}:`;
    const { node, type, id, user } = request;
    const task: Task = {
      upid,
      node,
      type,
      id,
      user,
      pid,
      pstart,
      starttime,
      log: [],
      finished: never,
      work: new Work(),
    };
    this.byUpid.set(upid, task);
    if (this.faults.strikes("host-down", node)) this.onPowerLoss(node);
    task.finished = Promise.race([this.finish(request, task, work), task.work.over]);
    return upid;
  }

  /** Whatever a host is doing stops where it is. */
  cutOff(node: string): void {
    for (const task of this.runningOn(node)) task.work.cutOff();
  }

  /** The host is on again, and the workers of its tasks are not (pve-common, UPID.pm, `read_status`). */
  forgetCutOff(node: string): void {
    for (const task of this.runningOn(node)) {
      if (!task.work.isCutOff) continue;
      this.end(task, "unexpected status");
      task.work.forget();
    }
  }

  private runningOn(node: string): Task[] {
    return [...this.byUpid.values()].filter((task) => task.node === node && task.exitstatus === undefined);
  }

  find(upid: string): Task {
    const task = this.look(upid);
    if (task) return task;
    throw parameterErrors({ upid: "no such task" });
  }

  /** The same for who can do without. */
  look(upid: string): Task | undefined {
    if (/^UPID:[^:]+(?::[0-9A-Fa-f]{8,9}){3}:[^:\s]+:[^:\s]*:[^:\s]+:$/.test(upid)) return this.byUpid.get(upid);
    throw parameterErrors({ upid: "unable to parse worker upid" });
  }

  seconds(): number {
    return this.epoch + Math.floor(this.clock.now() / 1000);
  }

  private struckByFault({ type, machine }: TaskRequest): boolean {
    const targets = machine === undefined ? [type] : [type, machine, `${type}:${machine}`];
    if (!this.faults.strikes("task-fails", ...targets)) return false;
    this.events.emit({ kind: "fault", fault: `task-fails:${type}`, ...(machine !== undefined && { machine }) });
    return true;
  }

  private async finish(request: TaskRequest, task: Task, work: (log: TaskLog) => Promise<void>): Promise<void> {
    if (task.work.isCutOff) return never;
    if (this.struckByFault(request)) return this.run(task, breakDown(request.type));
    const problem = this.problemOf(request);
    return during(task.work, () => this.run(task, problem ? () => Promise.reject(problem) : work));
  }

  private async run(task: Task, work: (log: TaskLog) => Promise<void>): Promise<void> {
    try {
      await work((line) => task.log.push(line));
      if (task.work.isCutOff) return;
      task.log.push("TASK OK");
      this.end(task, "OK");
    } catch (error) {
      if (task.work.isCutOff) return;
      const status = exitStatus(asApiError(error));
      task.log.push(`TASK ERROR: ${status}`);
      this.end(task, status);
    }
  }

  private end(task: Task, exitstatus: string): void {
    task.exitstatus = exitstatus;
    task.ended = ++this.ended;
    task.endtime = this.seconds();
  }
}

/** What an injected fault makes of a task: it dies as if the host had trouble. */
function breakDown(type: string): () => Promise<void> {
  return () => Promise.reject(failure(`${type} failed: Input/output error`));
}

/** An error in one line, with its status where it has one (pve-common, RESTEnvironment.pm and Exception.pm). */
function exitStatus({ status, message, errors = {} }: ApiError): string {
  const details = Object.entries(errors).map(([name, text]) => `${name}: ${text}\n`);
  const text = status === 500 ? message : `${status} ${message}\n${details.join("")}`.replace(/\n$/, "");
  return text.replaceAll("\n", " ");
}
