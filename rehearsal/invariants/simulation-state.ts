import type { StackPlan } from "../../distributions/distribution";
import type { MachineEvent, SimulationEvent } from "../events";
import { addressesOf, diskGiBOf, isTemplate, macsOf, type VmConfig } from "./vm-config";

/** A VM, as known from events. */
export interface VmState {
  readonly vmId: number;
  readonly name: string;
  /** As Proxmox stores it; undefined until an event has said it. */
  readonly config: VmConfig | undefined;
  /** A reboot from inside is an instant in which it does not run. */
  readonly isRunning: boolean;
  /** What it was started with last. Disks grow while it runs, cores and memory do not. */
  readonly size: MachineEvent["running"];
  /** What it answers for on the network while it runs: a changed MAC is plugged in at once, a changed address waits for the next start. */
  readonly inUse: { readonly macs: readonly string[]; readonly addresses: readonly string[] } | undefined;
  /** Of its node in the plan that was in force when it was created. */
  readonly generation: number | undefined;
  /** Whether it has been a part of a cluster since it was created. */
  readonly hasJoined: boolean;
}

/** What the events up to now make of the simulation. Every invariant reads it, and none keeps any of it by itself. */
export interface SimulationState {
  readonly vms: ReadonlyMap<number, VmState>;
  /** The cluster of whose etcd a machine is a member, by the machine's name. */
  readonly members: ReadonlyMap<string, string>;
  /** What a machine was handed last, by its name and the document's. */
  readonly documents: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

type Planned = Pick<StackPlan, "nodes">;

export const nothingHappened: SimulationState = { vms: new Map(), members: new Map(), documents: new Map() };

/** The state after one more event, under this plan. What the event does not touch is the same object as before. */
export function stateAfter(state: SimulationState, event: SimulationEvent, plan: Planned | undefined): SimulationState {
  if (event.kind === "machine") return afterMachineEvent(state, event, plan);
  if (event.kind === "document") {
    const known = state.documents.get(event.machine) ?? new Map<string, string>();
    const documents = withEntry(state.documents, event.machine, withEntry(known, event.name, event.content));
    return { ...state, documents };
  }
  if (event.kind !== "cluster" || event.machine === undefined) return state;
  if (event.change === "server-left") return { ...state, members: withoutKey(state.members, event.machine) };
  if (event.change === "agent-joined") return { ...state, vms: withJoined(state.vms, event.machine) };
  if (event.change !== "initialized" && event.change !== "server-joined") return state;
  const members = withEntry(state.members, event.machine, event.cluster);
  return { ...state, vms: withJoined(state.vms, event.machine), members };
}

function afterMachineEvent(state: SimulationState, event: MachineEvent, plan: Planned | undefined): SimulationState {
  const { vmId, machine } = event;
  if (event.change === "destroyed")
    return { ...state, vms: withoutKey(state.vms, vmId), members: withoutKey(state.members, machine) };
  const known = event.change === "created" ? undefined : state.vms.get(vmId);
  return { ...state, vms: withEntry(state.vms, vmId, vmAfter(known ?? newVm(event, plan), event)) };
}

const newVm = ({ vmId, machine }: MachineEvent, plan: Planned | undefined): VmState => ({
  vmId,
  name: machine,
  config: undefined,
  isRunning: false,
  size: undefined,
  inUse: undefined,
  generation: plan?.nodes.find(({ name }) => name === machine)?.generation,
  hasJoined: false,
});

/** A reboot from inside shows as `stopped` and `booted` without a new `starting`. */
function vmAfter(vm: VmState, { machine, change, config = vm.config, running: size = vm.size }: MachineEvent): VmState {
  const starts = change === "starting" || change === "booted";
  const isRunning = starts || (vm.isRunning && change !== "stopped");
  const grown = size && config ? { ...size, diskGiB: Math.max(size.diskGiB, diskGiBOf(config) ?? 0) } : size;
  return {
    ...vm,
    name: machine,
    config,
    isRunning,
    size: change === "config" ? grown : size,
    inUse: isRunning ? inUse(vm.inUse, starts, config) : undefined,
  };
}

function inUse(before: VmState["inUse"], starts: boolean, config: VmConfig | undefined): VmState["inUse"] {
  if (!config || isTemplate(config) || (!before && !starts)) return undefined;
  return { macs: macsOf(config), addresses: before?.addresses ?? addressesOf(config) };
}

function withJoined(vms: SimulationState["vms"], name: string): SimulationState["vms"] {
  return new Map([...vms].map(([vmId, vm]) => [vmId, vm.name === name ? { ...vm, hasJoined: true } : vm]));
}

function withEntry<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  return new Map(map).set(key, value);
}

function withoutKey<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  const rest = new Map(map);
  return rest.delete(key) ? rest : map;
}
