import { failure } from "../errors";
import { actAs } from "./actor";
import type { Datacenter } from "./datacenter";
import { companionsOf, neighboursOf, nodeFor } from "./ha-placement";
import {
  type HaCommand,
  type HaDisarm,
  type HaDisarmMode,
  type HaManagement,
  type HaResource,
  type HaState,
  sidOf,
  triesOf,
} from "./ha-resources";
import type { Host } from "./host";
import { moveVm } from "./migrate-vm";
import { isQuorate } from "./quorum";
import { startVm } from "./start-vm";
import { shutdownVm, stopVm } from "./stop-vm";
import type { Vm } from "./vm";
import { forAll } from "./work";

/** Seconds between two rounds of the manager and its agents on the hosts (CRM.pm and LRM.pm: 10 and 5). */
const ROUND_SECONDS = 10;
/** Seconds until a host that is away counts as fenced: so long its agent's lock outlives it (Env/PVE2.pm, pmxcfs). */
const FENCED_AFTER_SECONDS = 120;

const isMoving = ({ crmState }: HaResource): boolean => crmState === "migrate" || crmState === "relocate";

/**
 * The HA stack: it gets requests and executes them in its next round, after they were answered. A failed start is retried,
 * first on the same host, then on others (pve-ha-manager, Manager.pm, LRM.pm, Resources/PVEVM.pm). It acts on its own: its
 * actions are not attributed to the client.
 */
export class HaManager implements HaManagement {
  private readonly datacenter: Datacenter;
  private readonly waitingToBeArmed: (() => void)[] = [];
  private readonly queues = new Map<number, Promise<void>>();

  constructor(datacenter: Datacenter) {
    this.datacenter = datacenter;
  }

  /** Looks at a resource at the next round. */
  nudge(vmId: number): void {
    this.next(vmId, (resource, vm) => this.keep(resource, vm));
  }

  /** Commands are taken while the machine is in a state that knows them; one in `error` knows none. */
  command(vmId: number, { command, timeout = 60, target }: HaCommand): void {
    this.next(vmId, async (resource, vm) => {
      if (resource.crmState === "error") return;
      if (command === "stop") return this.stop(resource, vm, timeout);
      if (target === undefined || target === vm.host.node || !this.datacenter.hosts.has(target)) return;
      // Kept apart by a rule it stays where it is; what belongs to it comes along.
      if (neighboursOf(this.datacenter, resource, "negative").includes(target)) return;
      await this.move(resource, vm, target, command);
      for (const other of companionsOf(this.datacenter, vmId, "positive"))
        if (this.datacenter.vms.get(other)?.host.node !== target) this.command(other, { command, target });
    });
  }

  /** What ran on a host that stays away is started elsewhere, if there is a quorum; its file moves, its disks do not. */
  hostWentAway(host: Host): void {
    if (this.datacenter.ha.all().length === 0) return;
    void forAll(async () => {
      const { clock, latencies } = this.datacenter.simulation;
      await clock.sleep(FENCED_AFTER_SECONDS * latencies.guestSecond);
      if (host.hasPower || !isQuorate(this.datacenter) || this.datacenter.ha.disarm) return;
      for (const vm of this.datacenter.vms.values()) if (vm.host === host) this.recover(vm);
    });
  }

  /** Motions come to their end first; then nothing is started, stopped or recovered any more (Manager.pm, handle_disarm). */
  disarm(mode: HaDisarmMode): void {
    void forAll(async () => {
      const { ha } = this.datacenter;
      await this.round();
      if (ha.disarm) return;
      const disarm: HaDisarm = { mode, state: "disarming" };
      ha.disarm = disarm;
      while (ha.all().some(isMoving)) await this.round();
      if (ha.disarm !== disarm) return;
      if (mode === "freeze") for (const one of ha.all()) if (one.crmState !== "error") one.crmState = "freeze";
      // The agents on the hosts let go of their watchdogs.
      await this.round();
      disarm.state = "disarmed";
    });
  }

  arm(): void {
    void forAll(async () => {
      const { ha, vms } = this.datacenter;
      await this.round();
      ha.disarm = undefined;
      for (const goOn of this.waitingToBeArmed.splice(0)) goOn();
      for (const resource of ha.all()) {
        if (resource.crmState === "freeze") resource.crmState = vms.get(resource.vmId)?.running ? "started" : "stopped";
        this.nudge(resource.vmId);
      }
    });
  }

  private round(): Promise<void> {
    const { clock, latencies } = this.datacenter.simulation;
    return clock.sleep(ROUND_SECONDS * latencies.guestSecond);
  }

  private recover(vm: Vm): void {
    const resource = this.datacenter.ha.find(vm.vmId);
    if (resource?.state !== "started") return;
    // Where its rules leave no host, it waits for one.
    const other = this.datacenter.hosts.get(nodeFor(this.datacenter, resource, "next") ?? "");
    if (other === undefined) return;
    vm.host = other;
    this.nudge(vm.vmId);
  }

  /** Refused in `error`, from which only `disabled` leads out. */
  checkState(vmId: number, wanted?: string): void {
    const resource = this.datacenter.ha.find(vmId);
    if (resource?.crmState !== "error" || wanted === "disabled") return;
    throw failure(`service '${sidOf(vmId)}' in error state, must be disabled and fixed first`);
  }

  private next(vmId: number, work: (resource: HaResource, vm: Vm) => Promise<void>): void {
    const before = this.queues.get(vmId) ?? Promise.resolve();
    const turn = before.then(async () => {
      await this.round();
      // A frozen resource keeps what it is told for later; of an ignored one nothing is kept (Manager.pm, handle_disarm).
      const { disarm } = this.datacenter.ha;
      if (disarm?.mode === "ignore") return;
      if (disarm) await new Promise<void>((resolve) => this.waitingToBeArmed.push(resolve));
      const [resource, vm] = [this.datacenter.ha.find(vmId), this.datacenter.vms.get(vmId)];
      if (resource && vm?.host.hasPower === true && resource.state !== "ignored")
        await actAs("others", () => work(resource, vm));
    });
    this.queues.set(
      vmId,
      turn.catch(() => undefined),
    );
  }

  private async keep(resource: HaResource, vm: Vm): Promise<void> {
    if (resource.state !== "started") return this.stop(resource, vm, undefined);
    if (resource.crmState === "error") return;
    if (!vm.running) {
      await this.start(resource, vm);
      if (resource.crmState === "started") this.nudge(vm.vmId);
      return;
    }
    resource.crmState = "started";
    const target = nodeFor(this.datacenter, resource, "stay");
    if (target !== undefined && target !== vm.host.node) await this.move(resource, vm, target, "migrate");
  }

  /** Tries again on the host, then on others, then gives up. */
  private async start(resource: HaResource, vm: Vm): Promise<void> {
    const tried: string[] = [];
    for (let hosts = 0; hosts <= triesOf(resource, "max_relocate"); hosts++) {
      const target = hosts === 0 ? vm.host.node : nodeFor(this.datacenter, resource, "next", tried);
      if (target === undefined) break;
      if (hosts > 0) await this.move(resource, vm, target, "relocate");
      tried.push(target);
      for (let attempt = 0; attempt <= triesOf(resource, "max_restart"); attempt++) {
        await this.task(vm, "qmstart", (log) => startVm(this.datacenter, vm, log));
        if (vm.running) {
          resource.crmState = "started";
          return;
        }
      }
    }
    resource.crmState = "error";
  }

  private async stop(resource: HaResource, vm: Vm, timeout: number | undefined): Promise<void> {
    resource.crmState = "request_stop";
    // A command to stop is written down as what is wanted.
    if (resource.state === "started") {
      resource.state = "stopped";
      resource.said.set("state", "stopped");
    }
    if (vm.running && timeout === 0) await this.task(vm, "qmstop", () => stopVm(this.datacenter, vm));
    else if (vm.running) await this.task(vm, "qmshutdown", () => shutdownVm(this.datacenter, vm, true));
    resource.crmState = vm.running ? "error" : "stopped";
  }

  /** Always with local disks; a relocation shuts the machine down first and starts it again over there. */
  private async move(resource: HaResource, vm: Vm, target: string, how: "migrate" | "relocate"): Promise<void> {
    resource.crmState = how;
    resource.target = target;
    if (how === "relocate" && vm.running) {
      await this.task(vm, "qmshutdown", () => shutdownVm(this.datacenter, vm, true));
    }
    const request = { target, online: vm.running !== undefined, withLocalDisks: true };
    await this.task(vm, "qmigrate", (log) => moveVm(this.datacenter, vm, request, log));
    resource.target = undefined;
    const state: HaState = vm.running ? "started" : "stopped";
    resource.crmState = state;
    if (!vm.running && resource.state === "started" && how === "relocate") this.nudge(vm.vmId);
  }

  /** What goes wrong is in the task's log; the manager looks at the machine. */
  private async task(vm: Vm, type: string, work: Parameters<Datacenter["tasks"]["start"]>[1]): Promise<void> {
    const { tasks } = this.datacenter;
    const upid = tasks.start(
      { node: vm.host.node, type, id: String(vm.vmId), user: "root@pam", machine: vm.name },
      work,
    );
    await tasks.find(upid).finished;
  }
}
