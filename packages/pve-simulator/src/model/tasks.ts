import type { Clock } from "../clock";
import type { HostFaults } from "../faults";
import type { EventSink } from "../events";
import { type ApiError, asApiError, failure, parameterErrors } from "../errors";

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

/** PVE's worker tasks: a request is answered at once with a UPID, the work goes on in the world's time. */
export class Tasks {
  readonly byUpid = new Map<string, Task>();
  private nextPid = 4200;
  private ended = 0;
  private readonly clock: Clock;
  private readonly events: EventSink;
  private readonly faults: HostFaults;
  private readonly epoch = Math.floor(Date.now() / 1000);

  constructor(world: { readonly clock: Clock; readonly events: EventSink; readonly faults: HostFaults }) {
    this.clock = world.clock;
    this.events = world.events;
    this.faults = world.faults;
  }

  /** Starts work in the background and returns its UPID. */
  start(request: TaskRequest, work: (log: TaskLog) => Promise<void>): string {
    const pid = this.nextPid++;
    const pstart = Math.floor(this.clock.now() / 10) + 100_000;
    const starttime = this.seconds();
    const stamps = [pid, pstart, starttime].map((n) => n.toString(16).toUpperCase().padStart(8, "0")).join(":");
    const upid = `UPID:${request.node}:${stamps}:${request.type}:${request.id}:${request.user}:`;
    const { node, type, id, user } = request;
    const task: Task = { upid, node, type, id, user, pid, pstart, starttime, log: [], finished: Promise.resolve() };
    this.byUpid.set(upid, task);
    task.finished = this.run(task, this.struckByFault(request) ? breakDown(request.type) : work);
    return upid;
  }

  find(upid: string): Task {
    const task = this.byUpid.get(upid);
    if (task) return task;
    if (!/^UPID:[^:]+(?::[0-9A-F]{8,9}){3}:[^:]+:[^:]*:[^:]+:$/.test(upid)) {
      throw parameterErrors({ upid: "unable to parse worker upid" });
    }
    throw parameterErrors({ upid: "no such task" });
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

  private async run(task: Task, work: (log: TaskLog) => Promise<void>): Promise<void> {
    try {
      await work((line) => task.log.push(line));
      task.exitstatus = "OK";
      task.log.push("TASK OK");
    } catch (error) {
      task.exitstatus = exitStatus(asApiError(error));
      task.log.push(`TASK ERROR: ${task.exitstatus}`);
    }
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
