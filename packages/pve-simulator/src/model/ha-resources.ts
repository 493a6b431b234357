import { createHash } from "node:crypto";
import { failure } from "../errors";
import type { Host } from "./host";

export type HaRequest = "started" | "stopped" | "disabled" | "ignored";

/** What the manager makes of a resource at the moment (pve-ha-manager, Manager.pm). */
export type HaState = "queued" | "started" | "stopped" | "request_stop" | "migrate" | "relocate" | "freeze" | "error";

/** While the stack is disarmed: frozen resources take no commands, ignored ones are as if they were not under HA. */
export type HaDisarmMode = "freeze" | "ignore";

export interface HaDisarm {
  readonly mode: HaDisarmMode;
  /** `disarmed` once the agents on all hosts have let go. */
  state: "disarming" | "disarmed";
}

/** A VM that the HA stack keeps as it is wanted. */
export interface HaResource {
  readonly vmId: number;
  /** What is wanted. */
  state: HaRequest;
  /** What the file has of it, by the options' names. */
  readonly said: Map<string, string | number>;
  /** What the manager is at. */
  crmState: HaState;
  /** Where it is being moved to. */
  target?: string | undefined;
}

export interface HaCommand {
  readonly command: "stop" | "migrate" | "relocate";
  /** Of a stop: 0 pulls the plug. */
  readonly timeout?: number;
  /** Of a motion. */
  readonly target?: string;
}

/** What requests ask of the HA stack. */
export interface HaManagement {
  /** Looks at a resource at the next round. */
  nudge(vmId: number): void;
  command(vmId: number, command: HaCommand): void;
  hostWentAway(host: Host): void;
  disarm(mode: HaDisarmMode): void;
  arm(): void;
  /** Throws where a resource in `error` must be disabled first. */
  checkState(vmId: number, wanted?: string): void;
}

/** How often a start is tried again, on the same host or on others. */
export const triesOf = ({ said }: HaResource, limit: "max_restart" | "max_relocate"): number =>
  Number(said.get(limit) ?? 1);

export const sidOf = (vmId: number): string => `vm:${vmId}`;

/** The file that says which guests are under HA (pve-ha-manager, API2/HA/Resources.pm). */
export class HaResources {
  private readonly byVm = new Map<number, HaResource>();
  /** What the manager's status says of it; it outlives a change of masters. */
  disarm: HaDisarm | undefined;

  all(): readonly HaResource[] {
    return [...this.byVm.values()];
  }

  /** The same for all of them: it is the file's. */
  digest(): string {
    const lines = this.all().map(({ vmId, said }) => `${sidOf(vmId)} ${JSON.stringify([...said])}`);
    return createHash("sha1").update(lines.join("\n")).digest("hex");
  }

  find(vmId: number): HaResource | undefined {
    return this.byVm.get(vmId);
  }

  get(vmId: number): HaResource {
    const resource = this.find(vmId);
    if (!resource) throw failure(`no such resource '${sidOf(vmId)}'`);
    return resource;
  }

  add(resource: HaResource): void {
    const sid = sidOf(resource.vmId);
    if (this.byVm.has(resource.vmId)) throw failure(`create resource failed: resource ID '${sid}' already defined`);
    this.byVm.set(resource.vmId, resource);
  }

  remove(vmId: number): void {
    this.byVm.delete(vmId);
  }

  /** Whether requests to the VM go to the manager instead; one that is ignored behaves as any other VM. */
  manages(vmId: number): boolean {
    const resource = this.find(vmId);
    return resource !== undefined && resource.state !== "ignored" && this.disarm?.mode !== "ignore";
  }
}
