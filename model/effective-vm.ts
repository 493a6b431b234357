import type { Config } from "./config";
import { compareText, hostOf } from "./effective-node";
import { derivedMacAddress } from "./mac-address";
import { nicIn, type SubnetNic } from "./subnet-nic";

type VmConfig = Config["vms"][string];

export interface EffectiveNic extends SubnetNic {
  readonly subnet?: string;
  /** Upper case, colon separated. */
  readonly macAddress: string;
}

/** A VM outside the cluster, with its inherited values. Rules and plan both read this. */
export interface EffectiveVm {
  readonly name: string;
  readonly vmId: number;
  readonly host: string;
  readonly state: VmConfig["state"];
  readonly nics: readonly EffectiveNic[];
  /** Subnets it is the gateway of. */
  readonly gatewayOf: readonly string[];
  readonly config: VmConfig;
}

/** All of them, by VM id. */
export function effectiveVms(config: Config): EffectiveVm[] {
  return Object.entries(config.vms)
    .map(([name, vm]) => effectiveVm(config, name, vm))
    .sort((a, b) => a.vmId - b.vmId || compareText(a.name, b.name));
}

/** Those that this program manages: all but decommissioned ones. */
export function livingVms(config: Config): EffectiveVm[] {
  return effectiveVms(config).filter(({ state }) => state !== "decommissioned");
}

function effectiveVm(config: Config, name: string, vm: VmConfig): EffectiveVm {
  const nics = vm.nics.map((nic, index): EffectiveNic => {
    const subnet = nic.subnet === undefined ? undefined : config.network.subnets[nic.subnet];
    return {
      ...(nic.subnet !== undefined && { subnet: nic.subnet }),
      ...(subnet ? nicIn(subnet) : onBridge(nic)),
      macAddress: (nic.macAddress ?? nicAddress(config, vm.vmId, index)).toUpperCase(),
    };
  });
  const gatewayOf = Object.entries(config.network.subnets).filter(([, subnet]) => subnet.gatewayVm === name);
  return {
    name,
    vmId: vm.vmId,
    host: hostOf(config, vm),
    state: vm.state,
    nics,
    gatewayOf: gatewayOf.map(([subnet]) => subnet),
    config: vm,
  };
}

/**
 * The first NIC has the MAC address that a node of this id would have; the others are derived from different start values.
 */
function nicAddress({ cluster }: Config, vmId: number, index: number): string {
  return derivedMacAddress(index === 0 ? cluster.name : `${cluster.name} nic ${index}`, vmId);
}

function onBridge({ bridge = "", vlan }: VmConfig["nics"][number]): SubnetNic {
  return { bridge, ...(vlan !== undefined && { vlan }) };
}
