import { judgedOnce } from "../../support/judged-once";
import { type Machine, machineOf, type RecordedStack } from "./documents";
import { GuestShell } from "./guest-shell";
import { circumstances } from "./circumstances";
import { withoutKeys } from "./without-keys";
import type { Neighbour } from "./neighbour";
import { bootedRelease } from "./systems";
import { FIRST_BOOT_MS, VirtualMachine } from "./virtual-machine";

/** Two attempts, and their reports. */
const BOOT_MS = 2 * FIRST_BOOT_MS + 60_000;
const SCRIPT_MS = 600_000;

/** It boots with one core, as many that are simulated wait for each other more than they work. */
const ALL_CORES = `for core in /sys/devices/system/cpu/cpu[1-9]*/online; do echo 1 >$core; done`;

export interface MachineUnderTest {
  readonly vm: VirtualMachine;
  readonly shell: GuestShell;
}

/** One machine that boots for the tests of a file; nothing boots when all of them passed before in the same circumstances. */
export interface Trial {
  /** A test that needs the machine. It has passed already when the trial is remembered. */
  readonly it: (title: string, test: () => Promise<void>) => void;
  /** The machine that runs; only within such a test. */
  readonly get: () => MachineUnderTest;
  /** What the machine is given; always there. */
  readonly machine: () => Machine;
  /**
   * Looks at the machine that runs, or tells what was seen by that name when it ran. Keys and `secrets` are taken out of the
   * text.
   */
  readonly see: (name: string, look: () => Promise<string>, ...secrets: string[]) => Promise<string>;
}

/**
 * A trial of one machine, of asgard unless said otherwise, with scripts that are part of its circumstances. `meet` starts
 * the neighbours that the machine reaches; `sees` are the names of all that is looked at.
 */
export function trialOf(
  name: string,
  scripts: readonly string[],
  of?: RecordedStack,
  meet: () => Promise<Neighbour[]> = () => Promise.resolve([]),
  sees: readonly string[] = ["files"],
): Trial {
  let machine: Machine | undefined;
  let started: MachineUnderTest | undefined;
  jest.setTimeout(SCRIPT_MS);
  const theMachine = (): Machine => machine ?? neverBooted(name);
  const { it, see } = judgedOnce({
    what: `first boot and scripts of ${name}`,
    circumstances: async () => {
      machine = await machineOf(name, of);
      const { access, os, cluster } = machine.stack;
      // The id in the meta-data is a sum of the other documents, keys and all.
      const { metaData: _, ...documents } = machine.documents;
      const given = Object.values(documents).map(withoutKeys(machine));
      return [
        circumstances(bootedRelease(machine.stack)),
        JSON.stringify([machine.plan, access, os, cluster]),
        ...given,
        ...scripts,
      ];
    },
    open: async () => void (started = await start(theMachine(), await meet())),
    openMs: BOOT_MS,
    close: async () => {
      started?.shell.close();
      await started?.vm.off();
    },
    sees,
  });
  return {
    it,
    get: () => started ?? neverBooted(name),
    machine: theMachine,
    see: (known, look, ...secrets) => see(known, async () => withoutKeys(theMachine(), ...secrets)(await look())),
  };
}

/** A busy computer may fail to boot a simulated machine; what it became is judged only once it can be asked. */
async function start(machine: Machine, neighbours: readonly Neighbour[]): Promise<MachineUnderTest> {
  try {
    return await turnedOn(machine, neighbours);
  } catch (error) {
    console.warn(`${(error as Error).message}\n${machine.plan.name} never answered over SSH and is booted once more.`);
    return turnedOn(machine, neighbours);
  }
}

async function turnedOn(machine: Machine, neighbours: readonly Neighbour[]): Promise<MachineUnderTest> {
  const vm = await VirtualMachine.boot(machine, neighbours);
  try {
    const shell = await GuestShell.open(vm);
    await shell.root(ALL_CORES);
    return { vm, shell };
  } catch (error) {
    await vm.off();
    throw error;
  }
}

function neverBooted(name: string): never {
  throw new Error(`${name} did not boot`);
}
