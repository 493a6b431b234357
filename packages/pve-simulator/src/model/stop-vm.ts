import { failure } from "../errors";
import { underConfigLock } from "./config-lock";
import type { Datacenter } from "./datacenter";
import { applyPending } from "./pending";
import { startVm } from "./start-vm";
import type { TaskLog } from "./tasks";
import type { Vm } from "./vm";

/** Pulls the plug. */
export function stopVm(datacenter: Datacenter, vm: Vm): Promise<void> {
  const { clock, events, latencies } = datacenter.simulation;
  return events.span(vm.name, "stop", latencies.quickTask, () =>
    underConfigLock(vm, async () => {
      if (!vm.running) return;
      vm.checkLock();
      datacenter.emitMachine(vm, "stopping");
      await clock.sleep(latencies.quickTask);
      await datacenter.guests.powerOff(vm.vmId, "stop");
      powerIsOff(datacenter, vm);
    }),
  );
}

/** Asks the guest; with `forceStop` it is stopped when it does not react, without it the task fails. */
export function shutdownVm(datacenter: Datacenter, vm: Vm, forceStop: boolean): Promise<void> {
  const { events, latencies } = datacenter.simulation;
  return events.span(vm.name, "shutdown", latencies.shutdown, () =>
    underConfigLock(vm, async () => {
      if (!vm.running) return;
      vm.checkLock();
      datacenter.emitMachine(vm, "stopping");
      try {
        await datacenter.guests.powerOff(vm.vmId, "shutdown");
      } catch {
        if (!forceStop) throw failure("VM quit/powerdown failed - got timeout");
        await datacenter.guests.powerOff(vm.vmId, "stop");
      }
      powerIsOff(datacenter, vm);
    }),
  );
}

/** An orderly shutdown and a start, so that pending changes apply. */
export async function rebootVm(datacenter: Datacenter, vm: Vm, log: TaskLog): Promise<void> {
  await shutdownVm(datacenter, vm, false);
  // Something else, such as HA, was quicker.
  if (!vm.running) await startVm(datacenter, vm, log);
}

/** What waited for it is taken at once, not at the next start (QemuServer.pm, `vm_stop_cleanup`). */
function powerIsOff(datacenter: Datacenter, vm: Vm): void {
  vm.running = undefined;
  applyPending(datacenter, vm);
  datacenter.emitMachine(vm, "stopped");
}
