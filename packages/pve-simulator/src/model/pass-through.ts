import { failure } from "../errors";
import { parsePropertyString } from "../schema/property-string";
import { hostpciFormat } from "../tables/device-formats";
import type { Datacenter } from "./datacenter";
import { assertFitsHardware, entriesFor } from "./mappings";
import type { Vm } from "./vm";

/** Addresses and ids of the devices a start of this machine takes; refuses in the words of QemuServer/PCI.pm. */
export function claimDevices(datacenter: Datacenter, vm: Vm): { readonly addresses: string[]; readonly ids: string[] } {
  const addresses: string[] = [];
  const ids: string[] = [];
  for (const option of Object.keys(vm.config).filter((name) => /^hostpci\d+$/.test(name))) {
    const device = parsePropertyString(hostpciFormat, vm.config[option] as string);
    const paths = pathsOf(datacenter, vm, device["mapping"], device["host"]);
    if (device["pcie"] === "1" && !/q35/.test(vm.config["machine"] ?? ""))
      throw failure("q35 machine model is not enabled at /usr/share/perl5/PVE/QemuServer/PCI.pm line 514.");
    for (const path of paths) {
      for (const device of devicesAt(vm, path)) {
        if (addresses.includes(device.address)) throw failure(`device '${device.address}' assigned more than once`);
        claim(datacenter, vm, device.address);
        addresses.push(device.address);
        ids.push(device.id);
      }
    }
  }
  return { addresses, ids };
}

function pathsOf(datacenter: Datacenter, vm: Vm, mapping: string | undefined, host: string | undefined): string[] {
  if (mapping === undefined) return host === undefined ? [] : host.split(";");
  const known = datacenter.mappings.find(mapping);
  const [entry] = known ? entriesFor(known, vm.host.node) : [];
  if (!known || !entry) throw failure(`PCI device mapping not found for '${mapping}'`);
  try {
    assertFitsHardware(vm.host, known, entry);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw failure(`PCI device mapping invalid (hardware probably changed): ${why}\n`);
  }
  return (entry["path"] ?? "").split(";").slice(0, 1);
}

function devicesAt(vm: Vm, path: string) {
  const devices = vm.host.pciFunctions(path);
  if (devices.length === 0) throw failure(`no PCI device found for '${path}'`);
  return devices;
}

function claim(datacenter: Datacenter, vm: Vm, address: string): void {
  for (const other of datacenter.vms.values()) {
    if (other !== vm && other.host === vm.host && other.running?.pciAddresses.includes(address)) {
      throw failure(`PCI device '${address}' already in use by VMID '${other.vmId}'`);
    }
  }
}
