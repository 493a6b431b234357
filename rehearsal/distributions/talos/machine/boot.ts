import { MachineConfig } from "./config/machine-config";
import { multiError } from "./config/multi-error";
import { readTalosDocuments } from "./config/read-documents";
import { validate } from "./config/validate";
import type { TalosMachine } from "./talos-machine";

/** A machine that cannot start at all says so on its console, which nobody reads. */
class BootFailure extends Error {}

/** Boots: firmware and kernel, the network PVE asks for, then the configuration from the disk, from PVE, or none. */
export async function bootTalos(machine: TalosMachine): Promise<void> {
  const { context, disk, name } = machine;
  const { events, latencies } = context;
  disk.boots++;
  if (context.faults.strikes("never-boots", name)) {
    events.emit({ kind: "fault", fault: "never-boots", machine: name });
    throw new BootFailure("the kernel panics: VFS: Unable to mount root fs on unknown-block(0,0)");
  }
  await events.span(name, "boot", latencies.boot, () => machine.wait(latencies.boot));
  if (machine.power.aborted) return;
  checkFirmware(machine);
  machine.up = true;
  machine.network.configure(machine.nics());
  const config = disk.config ?? configFromUserData(machine);
  if (config === undefined) return enterMaintenance(machine);
  disk.config = config;
  machine.configure(config);
  booted(machine);
}

function booted({ context, name, hardware }: TalosMachine): void {
  context.events.emit({ kind: "machine", machine: name, vmId: hardware.vmId, change: "booted" });
}

/** What the firmware and Talos' init look at before anything else. */
function checkFirmware({ disk, hardware }: TalosMachine): void {
  if (!disk.bootable) throw new BootFailure("BdsDxe: No bootable option or device was found.");
  if (hardware.secureBoot === true)
    throw new BootFailure(
      'BdsDxe: failed to load Boot0001 "UEFI QEMU HARDDISK": Access Denied (secure boot keys are enrolled)',
    );
  if (/^(?:kvm|qemu)(?:32|64)|^(?:486|pentium\d?|athlon|coreduo)$/.test(hardware.cpuType ?? ""))
    throw new BootFailure("x86_64 microarchitecture level 2 or higher is required, halting");
}

/**
 * The nocloud platform's own way of handing over a configuration. PVE's text begins with `#cloud-config` and is skipped;
 * whatever else is there has to be a machine configuration, or Talos tries it again for ever (talos#10282).
 */
function configFromUserData({ hardware }: TalosMachine): string | undefined {
  const text = hardware.cloudInit?.userData ?? "";
  if (text.trim() === "" || text.split("\n")[0]?.trim() === "#cloud-config") return undefined;
  try {
    const config = new MachineConfig(readTalosDocuments(text));
    const problem = multiError(validate(config, { requiresInstall: false }).errors);
    if (problem !== undefined) throw new Error(problem);
    return config.complete ? text : undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BootFailure(`failed to load config: ${reason.trim()}; trying again for ever`);
  }
}

/** Waits on its API, open to everybody, for a configuration. */
function enterMaintenance(machine: TalosMachine): void {
  machine.stage = "maintenance";
  machine.openApi({ tls: { ca: undefined, names: [] }, forwards: false });
  booted(machine);
}
