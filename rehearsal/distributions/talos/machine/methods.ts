import { applyConfiguration } from "./api/apply-configuration";
import { powerMethods } from "./api/power";
import { resetMethods } from "./api/reset";
import { statusMethods } from "./api/status";
import { upgradeMethods } from "./api/upgrade";
import type { Methods } from "./rpc";
import type { TalosMachine } from "./talos-machine";

/** What a machine's API can do with the machine itself. */
export function machineMethods(machine: TalosMachine): Methods {
  return {
    "MachineService/ApplyConfiguration": applyConfiguration(machine),
    ...statusMethods(machine),
    ...powerMethods(machine),
    ...resetMethods(machine),
    ...upgradeMethods(machine),
  };
}
