import { type Machine, machineOf } from "./documents";
import { GuestShell } from "./guest-shell";
import { VirtualMachine } from "./virtual-machine";

/** Beyond this a machine hangs, however busy its host is. */
const BOOT_MS = 600_000;
const SCRIPT_MS = 180_000;

export interface MachineUnderTest {
  readonly vm: VirtualMachine;
  readonly shell: GuestShell;
  readonly machine: Machine;
}

/** Boots the machine before the tests of a file and turns it off after them. */
export function useMachine(name: string): () => MachineUnderTest {
  let started: MachineUnderTest | undefined;
  jest.setTimeout(SCRIPT_MS);

  beforeAll(async () => {
    const machine = await machineOf(name);
    const vm = await VirtualMachine.boot(machine);
    try {
      started = { vm, machine, shell: await GuestShell.open(vm) };
    } catch (error) {
      await vm.off();
      throw error;
    }
  }, BOOT_MS);

  afterAll(async () => {
    started?.shell.close();
    await started?.vm.off();
  });

  return () => {
    if (!started) throw new Error(`${name} did not boot`);
    return started;
  };
}
