/** What a piece of work of a machine waits for: a download, or the machine itself. In milliseconds. */
export interface Work {
  readonly downloads: number;
  readonly own: number;
}

/** What one machine of a new cluster does, by the profile. */
export interface MachineWork {
  readonly name: string;
  readonly role: "control-plane" | "worker";
  /** The storage of its disks; machines on one wait for each other. */
  readonly storage: string;
  /** Until the template it is cloned from is there: the image, and what a host makes of it. */
  readonly template: Work;
  /** What the clone needs of its storage, which hands itself out to one after another or in shares. */
  readonly clone: number;
  /** What else the host does before the next in its lane is cloned: its start, for instance. */
  readonly hold: number;
  /** From its start until it may initialize or join. */
  readonly prepare: Work;
  readonly join: Work;
}

/** How a cluster is made. */
export interface Making {
  /** Clones side by side on one storage. */
  readonly lanes: number;
  /** What downloads take of their time, from 0 to 1. */
  readonly downloads: number;
  /** What machines take of their time for work of their own. */
  readonly machines: number;
}

/**
 * How long a cluster takes from nothing, in milliseconds, if engine and provider take no time: machines are cloned in lanes
 * (model/clone-lanes.ts), prepared side by side, and join as decision 0103 says. Machines are in the plan's order.
 */
export function scheduled(machines: readonly MachineWork[], making: Making): number {
  const takes = ({ downloads, own }: Work): number => downloads * making.downloads + own * making.machines;
  const ready = clonedAt(machines, making, takes);
  const preparedAt = (machine: MachineWork): number => (ready.get(machine) ?? 0) + takes(machine.prepare);
  const [first, ...others] = machines;
  if (first === undefined) return 0;
  const initialized = preparedAt(first) + takes(first.join);
  const after = (begin: number, machine: MachineWork): number =>
    Math.max(begin, preparedAt(machine)) + takes(machine.join);
  const servers = others.filter(({ role }) => role === "control-plane").reduce(after, initialized);
  const workers = others.filter(({ role }) => role === "worker").map((machine) => after(initialized, machine));
  return Math.max(servers, ...workers);
}

/** When each machine runs. */
function clonedAt(
  machines: readonly MachineWork[],
  { lanes }: Making,
  takes: (work: Work) => number,
): ReadonlyMap<MachineWork, number> {
  const ended = new Map<MachineWork, number>();
  for (const storage of new Set(machines.map((machine) => machine.storage))) {
    const together = machines.filter((machine) => machine.storage === storage);
    const alone = together[0] === machines[0] ? together.slice(0, 1) : [];
    let free = takes(together[0]?.template ?? { downloads: 0, own: 0 });
    for (const machine of alone) ended.set(machine, (free += machine.clone + machine.hold));
    for (const machine of together.slice(alone.length)) {
      ended.set(machine, free + machine.clone + machine.hold);
      free += Math.max(machine.clone, (machine.clone + machine.hold) / lanes);
    }
  }
  return ended;
}
