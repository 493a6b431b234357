import type { HostSpec } from "pve-simulator";
import type { SimulationSpec } from "./simulation-spec";

/**
 * A simulation in which one stack file's plan comes up and another one's is applied afterwards: the hardware and the world
 * outside as both know them. What guests there are beforehand, the first one says; of the second one's only those that the
 * first neither makes nor has (`isPlanned`), since a node that is to be adopted or kept is made by then.
 */
export function uniteSimulations(
  first: SimulationSpec,
  second: SimulationSpec,
  isPlanned: (guest: { readonly host: string; readonly vmId: number }) => boolean,
): SimulationSpec {
  const known = new Set((first.machines ?? []).map(({ host, vmId }) => `${host}/${vmId}`));
  const added = (second.machines ?? []).filter((guest) => {
    return !known.has(`${guest.host}/${guest.vmId}`) && !isPlanned(guest);
  });
  return {
    ...first,
    hosts: unitedHosts(first.hosts, second.hosts),
    machines: [...(first.machines ?? []), ...added],
    files: byKey([...(first.files ?? []), ...(second.files ?? [])], ({ host, volume }) => `${host}/${volume}`),
    subnets: byKey([...(first.subnets ?? []), ...(second.subnets ?? [])], ({ cidr }) => cidr),
    internet: byKey([...first.internet, ...second.internet], ({ url }) => url),
    aptPackages: [...new Set([...first.aptPackages, ...second.aptPackages])].sort(),
    token: { ...first.token, privileges: unitedPrivileges(first.token.privileges, second.token.privileges) },
  };
}

type Hosts = SimulationSpec["hosts"];

function unitedHosts(first: Hosts, second: Hosts): Hosts {
  const names = [...new Set([...Object.keys(first), ...Object.keys(second)])];
  return Object.fromEntries(names.map((name) => [name, unitedHost(first[name], second[name])]));
}

/** Of numbers that differ the second file's count: its owner has looked at the hardware since. */
function unitedHost(first: HostSpec | undefined, second: HostSpec | undefined): HostSpec {
  if (!first || !second) return (first ?? second) as HostSpec;
  const bridges = byKey([...first.bridges, ...second.bridges], ({ name }) => name);
  return {
    ...first,
    ...second,
    nics: [...new Set([...(first.nics ?? []), ...(second.nics ?? [])])],
    interfaceMtus: { ...first.interfaceMtus, ...second.interfaceMtus },
    bridges: bridges.map((bridge) => ({
      ...bridge,
      vlanAware: [...first.bridges, ...second.bridges].some(({ name, vlanAware }) => name === bridge.name && vlanAware),
    })),
    storages: { ...first.storages, ...second.storages },
    pci: byKey([...first.pci, ...second.pci], ({ address }) => address),
    mappings: { ...second.mappings, ...first.mappings },
  };
}

type Privileges = SimulationSpec["token"]["privileges"];

function unitedPrivileges(first: Privileges, second: Privileges): Privileges {
  return first === "all" || second === "all" ? "all" : [...new Set([...first, ...second])].sort();
}

/** The first of each key. */
function byKey<T>(all: readonly T[], keyOf: (one: T) => string): T[] {
  const found = new Map<string, T>();
  for (const one of all) if (!found.has(keyOf(one))) found.set(keyOf(one), one);
  return [...found.values()];
}
