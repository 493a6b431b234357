import type { StackConfig } from "../distributions/distribution";
import { effectiveVms, type EffectiveVm } from "../model/effective-vm";
import { compareText, effectiveNodes, type EffectiveNode } from "../model/effective-node";
import { derivedMacAddress } from "../model/mac-address";
import { onceEach } from "../model/once-each";

/** Whatever stands on a host, node or not, as far as rules on identities, addresses and sizes ask. */
export interface Resident {
  /** Where the stack file has it. */
  readonly path: string;
  readonly name: string;
  readonly vmId: number;
  readonly host: string;
  /** What it takes while it runs; nothing for one that does not. */
  readonly cores: number;
  readonly memoryMiB: number;
  readonly diskGiB: number;
  readonly storage: string;
  readonly nics: readonly { readonly path: string; readonly macAddress: string; readonly isDerived: boolean }[];
  readonly address?: string;
  readonly subnet?: string;
  readonly fromImage: boolean;
}

/** Nodes in joining order, then the other machines by VM id, decommissioned ones included. */
export const residents = onceEach((config: StackConfig): readonly Resident[] => [
  ...effectiveNodes(config).map((node) => nodeResident(config, node)),
  ...effectiveVms(config).map(machineResident),
]);

/** Nodes before machines, each by name: the order in which what is said of two of them depends on nothing else. */
export function byName<T extends Pick<Resident, "path">>(all: readonly T[]): T[] {
  const rank = ({ path }: T) => (path.startsWith("nodes.") ? 0 : 1);
  return [...all].sort((a, b) => rank(a) - rank(b) || compareText(a.path, b.path));
}

function nodeResident(config: StackConfig, node: EffectiveNode): Resident {
  const { name, vmId, host, cores, memoryMiB, diskGiB, storage, address, subnet } = node;
  const path = `nodes.${name}`;
  const mac = (node.config.macAddress ?? derivedMacAddress(config.cluster.name, vmId)).toUpperCase();
  return {
    path,
    name,
    vmId,
    host,
    cores,
    memoryMiB,
    diskGiB,
    storage,
    address,
    subnet,
    fromImage: true,
    nics: [{ path: `${path}.macAddress`, macAddress: mac, isDerived: node.config.macAddress === undefined }],
  };
}

function machineResident({ name, vmId, host, state, nics, config }: EffectiveVm): Resident {
  const path = `vms.${name}`;
  const gone = state === "decommissioned";
  const running = state === "running";
  const subnet = nics[0]?.subnet;
  return {
    path,
    name,
    vmId,
    host,
    cores: running ? (config.cores ?? 0) : 0,
    memoryMiB: running ? (config.memoryMiB ?? 0) : 0,
    diskGiB: gone ? 0 : (config.diskGiB ?? 0),
    storage: gone ? "" : (config.storage ?? ""),
    nics: gone
      ? []
      : nics.map((nic, index) => ({
          path: `${path}.nics[${index}].macAddress`,
          ...nic,
          isDerived: config.nics[index]?.macAddress === undefined,
        })),
    ...(!gone && config.address !== undefined && { address: config.address }),
    ...(!gone && subnet !== undefined && { subnet }),
    fromImage: !gone && config.source === "image",
  };
}
