import { CLOUD_INIT_OPTIONS } from "../model/cloud-init-changes";
import type { Datacenter } from "../model/datacenter";
import { bootDrive } from "../model/start-vm";
import type { Vm } from "../model/vm";
import { entryOf } from "../schema/parameter";
import { MiB, parseSize } from "../schema/size";
import { vmOptions } from "../tables/vm-options";

/** What reads of a VM return: JSON numbers where PVE's schema says integer, number or boolean, and no passwords. */
export function configView(vm: Vm, current: boolean): Record<string, string | number> {
  const config = current ? vm.config : vm.effectiveConfig();
  return { digest: vm.digest(), ...typedConfig(config) };
}

export function typedConfig(config: Readonly<Record<string, string>>): Record<string, string | number> {
  return Object.fromEntries(Object.entries(config).map(([option, value]) => [option, typed(option, value)]));
}

/** Options with what they are, what they will be, and whether they go. */
export function pendingView(vm: Vm): Record<string, string | number>[] {
  const config: Readonly<Record<string, string>> = { ...vm.config, digest: vm.digest() };
  const names = [...new Set([...Object.keys(config), ...Object.keys(vm.pending)])];
  return names.map((key) => {
    const { pending, pendingDelete } = vm;
    return {
      key,
      ...(config[key] !== undefined && { value: typed(key, config[key]) }),
      ...(pending[key] !== undefined && { pending: typed(key, pending[key]) }),
      ...(pendingDelete.has(key) && { delete: pendingDelete.get(key) === true ? 2 : 1 }),
    };
  });
}

/** Options of cloud-init with what is on the drive and what would be (API2/Qemu.pm, `cloudinit_pending`). */
export function cloudInitView({
  config,
  cloudInitChanges: { recorded, added },
}: Vm): Record<string, string | number>[] {
  const shown = (key: string, value = ""): string | number => (key === "cipassword" ? "**********" : typed(key, value));
  const isSet = (key: string) => !["", "0"].includes(config[key] ?? "");
  const told = CLOUD_INIT_OPTIONS.filter((key) => isSet(key) && !added.has(key));
  return [
    ...[...added].map((key) => ({ key, pending: shown(key, config[key]) })),
    ...told.map((key) => {
      const before = recorded.get(key);
      if (before === undefined) return { key, value: shown(key, config[key]) };
      return { key, value: shown(key, before), pending: shown(key, config[key]) };
    }),
    ...[...recorded.keys()].filter((key) => !isSet(key)).map((key) => ({ key, delete: 1 })),
  ];
}

/** The line of a VM in lists, and the bulk of `status/current`. */
export function statusView(datacenter: Datacenter, vm: Vm): Record<string, string | number> {
  return Object.assign(usageView(datacenter, vm), { cpus: coresOf(vm) });
}

/** What every view of a VM has: a new object, for the caller to add to. */
export function usageView(datacenter: Datacenter, vm: Vm): Record<string, string | number> {
  const { config, running } = vm;
  const view: Record<string, string | number> = {
    vmid: vm.vmId,
    name: vm.config["name"] ?? `VM ${vm.vmId}`,
    status: running ? "running" : "stopped",
    cpu: 0,
    mem: running ? Math.floor(running.memoryMiB * MiB * 0.4) : 0,
    maxmem: (running?.memoryMiB ?? Number((config["memory"] ?? "512").replace(/^current=/, ""))) * MiB,
    disk: 0,
    maxdisk: parseSize(bootDrive(vm)?.["size"] ?? "") ?? 0,
    uptime: running ? Math.max(1, Math.floor((datacenter.simulation.clock.now() - running.since) / 1000)) : 0,
    netin: 0,
    netout: 0,
    diskread: 0,
    diskwrite: 0,
  };
  if (running) view["pid"] = running.pid;
  const balloon = Number(config["balloon"] ?? "0");
  if (balloon > 0) Object.assign(view, { balloon_min: balloon * MiB, shares: Number(config["shares"] ?? "1000") });
  if (vm.isTemplate) view["template"] = 1;
  for (const option of ["tags", "lock"]) if (config[option] !== undefined) view[option] = config[option];
  return view;
}

export function coresOf({ config, running }: Vm): number {
  return running?.cores ?? Number(config["cores"] ?? 1) * Number(config["sockets"] ?? 1);
}

function typed(option: string, value: string): string | number {
  if (option === "cipassword") return "**********";
  if (option === "snaptime") return Number(value);
  const type = entryOf(vmOptions, option)?.type;
  // A number with a point is text in the file, and stays it.
  return type === "integer" || type === "boolean" ? Number(value) : value;
}
