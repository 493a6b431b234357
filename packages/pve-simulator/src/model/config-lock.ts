import { configLock } from "./locks";
import type { Vm } from "./vm";

/** Patience of a change for the VM's configuration (qemu-server, `lock_config`). */
const configLockMs = 10_000;

/** Works on a VM while nobody else may. */
export function underConfigLock<T>(vm: Vm, work: () => Promise<T>): Promise<T> {
  return vm.host.locks.exclusive(configLock(vm.vmId), configLockMs, work);
}
