import { chance } from "../chance";
import { ApiError } from "../errors";
import type { Datacenter } from "./datacenter";
import { freeDisk, ownedDisks } from "./disks";
import type { Host } from "./host";
import { launch } from "./start-vm";
import type { Vm } from "./vm";

/** Seconds until corosync misses a member (its token's time-out, with three hosts). */
const MISSED_AFTER = 3;
/** Seconds that what a host last reported is good for (pmxcfs, status.c, `rrd_entry_is_old`). */
const REPORTS_LAST = 5 * 60;
/** Seconds until the kernel gives up on a neighbour that answers no ARP: three tries, a second each. */
const NO_NEIGHBOUR = 3;
/** Seconds that a forwarded request is waited for (pve-http-server, AnyEvent.pm). */
const FORWARDED = 30;

/** The power of a host goes: its machines and what it was doing are dead, and nothing on it answers any more. */
export async function losePower(datacenter: Datacenter, host: Host): Promise<void> {
  host.lostPowerAt = datacenter.simulation.clock.now();
  datacenter.simulation.events.emit({ kind: "fault", fault: "host-down", machine: host.name });
  datacenter.tasks.cutOff(host.node);
  for (const connection of host.connections) connection.destroy();
  datacenter.haManager.hostWentAway(host);
  for (const vm of machinesOn(datacenter, host)) {
    if (!vm.running) continue;
    host.lastSeenRunning.add(vm.vmId);
    vm.running = undefined;
    await datacenter.guests.powerOff(vm.vmId, "stop");
    datacenter.emitMachine(vm, "stopped", `${host.name} lost its power`);
  }
}

/**
 * Somebody switches all hosts on again, and removes what is left of clones (docs/tasks/several-hosts.md says how). What the
 * hosts were doing is over, and machines with `onboot` start.
 */
export function restorePower(datacenter: Datacenter): void {
  const dead = [...datacenter.hosts.values()].filter(({ hasPower }) => !hasPower);
  for (const host of dead) {
    host.lostPowerAt = undefined;
    host.lastSeenRunning.clear();
    datacenter.tasks.forgetCutOff(host.node);
  }
  for (const { vmId } of datacenter.ha.all()) datacenter.haManager.nudge(vmId);
  for (const vm of dead.flatMap((host) => machinesOn(datacenter, host))) {
    if (vm.config["lock"] === "clone") removeRemnant(datacenter, vm);
    else startAtBoot(datacenter, vm);
  }
}

/** What does not start stays off, and the host goes on (pve-manager, API2/Nodes.pm, `startall`). */
function startAtBoot(datacenter: Datacenter, vm: Vm): void {
  if (vm.isTemplate || vm.config["onboot"] !== "1" || vm.config["lock"] !== undefined) return;
  try {
    const spec = launch(datacenter, vm, () => undefined);
    const { cores, memoryMiB, diskGiB, diskId } = spec;
    const change = { kind: "machine", machine: vm.name, vmId: vm.vmId, change: "starting" } as const;
    datacenter.simulation.events.emit({ ...change, running: { cores, memoryMiB, diskGiB, diskId }, byOthers: true });
    datacenter.guests.powerOn(spec);
  } catch {
    vm.running = undefined;
  }
}

/** A clone has neither name nor notes before its first disk is there (API2/Qemu.pm, `clone_vm`). */
function removeRemnant(datacenter: Datacenter, vm: Vm): void {
  for (const volume of ownedDisks(vm.host, vm.vmId)) freeDisk(datacenter, vm.host, volume);
  datacenter.vms.delete(vm.vmId);
}

/** What the other hosts know of one: a member that is away is missed after seconds, its last report stays for minutes. */
export function knownOf({ simulation }: Datacenter, { lostPowerAt }: Host): "online" | "offline" | "forgotten" {
  if (lostPowerAt === undefined) return "online";
  const seconds = (simulation.clock.now() - lostPowerAt) / simulation.latencies.guestSecond;
  if (seconds < MISSED_AFTER) return "online";
  return seconds < REPORTS_LAST ? "offline" : "forgotten";
}

/**
 * Refuses what is meant for a host without power. The host that has the API forwards it, and answers with what became of
 * the connection: no route for a new one, a time-out for one that was open already (AnyEvent::HTTP, 595 and 596).
 */
export async function checkPower(datacenter: Datacenter, method: string, host: Host): Promise<void> {
  if (host.hasPower) return;
  const { clock, latencies } = datacenter.simulation;
  const wasOpen =
    method === "GET" && chance(datacenter.simulation, `connection to ${host.name} at ${clock.now()}`) < 0.2;
  await clock.sleep((wasOpen ? FORWARDED : NO_NEIGHBOUR) * latencies.guestSecond);
  throw wasOpen ? new ApiError(596, "Connection timed out") : new ApiError(595, "No route to host");
}

/** The API is the first host's: with its address or its power goes the way to all the others. */
export function isApiGone({ hosts }: Datacenter): boolean {
  const [first] = hosts.values();
  return first?.isCutOff === true || first?.hasPower === false;
}

const machinesOn = ({ vms }: Datacenter, host: Host): Vm[] => [...vms.values()].filter((vm) => vm.host === host);
