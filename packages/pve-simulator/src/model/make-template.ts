import { failure } from "../errors";
import { underConfigLock } from "./config-lock";
import type { Datacenter } from "./datacenter";
import { makeBase } from "./disks";
import { volumeOf } from "./find-volume";
import { drivesOf, isCdrom, printDrive } from "./drive";
import type { Caller } from "./permissions";
import type { Vm } from "./vm";
import { volumeId } from "./volume";

/** Turns a stopped VM into a template: its disks become base volumes, or the one of that name alone. */
export function makeTemplate(datacenter: Datacenter, caller: Caller, vm: Vm, only?: string): string {
  checkTemplate(vm, only);
  const { clock, events, latencies } = datacenter.simulation;
  const task = { node: vm.host.node, type: "qmtemplate", id: String(vm.vmId), user: caller.user, machine: vm.name };
  return datacenter.tasks.start(task, () =>
    events.span(vm.name, "template", latencies.quickTask, () =>
      underConfigLock(vm, async () => {
        checkTemplate(vm, only);
        await clock.sleep(latencies.quickTask);
        for (const [option, drive] of drivesOf(vm.config)) {
          if (isCdrom(drive) || (only !== undefined && option !== only)) continue;
          const volume = volumeOf(vm.host, drive["file"] as string);
          makeBase(vm.host, volume);
          vm.config[option] = printDrive(option, { ...drive, file: volumeId(volume) });
        }
        vm.config["template"] = "1";
        datacenter.emitMachine(vm, "config");
      }),
    ),
  );
}

function checkTemplate(vm: Vm, only: string | undefined): void {
  vm.checkLock();
  if (vm.snapshots.size > 0) throw failure("unable to create template, because VM contains snapshots");
  if (vm.isTemplate && only === undefined) throw failure("you can't convert a template to a template");
  if (vm.running) throw failure("you can't convert a VM to template if VM is running");
}
