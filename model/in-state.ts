import type { MadeResource } from "./made-resource";
import { hostInState, type NamedHosts } from "./node-names";
import { ownerIn } from "./ownership-marker";

/** What a stack's state has on the hosts: only that is known to be created by this stack, whatever marks say. */
export interface InState {
  /** VM ids. */
  readonly guests: readonly number[];
  /** Those of them whose creation did not finish: the record of their disk is missing. */
  readonly unfinished: readonly number[];
  /** Those with a mark, which earlier versions did not set. */
  readonly bridges: readonly OnHost[];
  /** Names of PCI mappings, likewise. */
  readonly mappings: readonly string[];
  /** Files by volume id: Proxmox has no notes on a file that could mark it as ours. */
  readonly files: readonly OnHost[];
}

export const NOTHING_IN_STATE: InState = { guests: [], unfinished: [], bridges: [], mappings: [], files: [] };

export interface OnHost {
  readonly host: string;
  /** As Proxmox names it. */
  readonly name: string;
}

/** Type tokens of the provider's resources on hosts. */
const GUEST = "proxmoxve:index/vmLegacy:VmLegacy";
const BRIDGE = "proxmoxve:network/linux/bridge:Bridge";
const MAPPING = "proxmoxve:hardware/mapping/pci:Pci";
const FILES = ["proxmoxve:index/fileLegacy:FileLegacy", "proxmoxve:download/file:File"];

/** `hosts` are those of the stack file and of the last run. */
export function inStateOf(resources: readonly MadeResource[], hosts: NamedHosts): InState {
  const urns = new Set(resources.map(({ urn }) => nameOf(urn)));
  const all = (...types: string[]) => resources.filter(({ type }) => types.includes(type));
  const of = (...types: string[]) => all(...types).map(({ outputs }) => outputs);
  const hostOf = ({ urn, outputs }: MadeResource) => hostInState(hosts, String(outputs["nodeName"]), nameOf(urn));
  return {
    guests: of(GUEST).map(({ vmId }) => Number(vmId)),
    unfinished: resources
      .filter(({ type, urn }) => type === GUEST && !urns.has(diskOf(urn)))
      .map(({ outputs }) => Number(outputs["vmId"])),
    bridges: all(BRIDGE)
      .filter(({ outputs }) => isMarked(outputs))
      .map((bridge) => ({ host: hostOf(bridge), name: String(bridge.outputs["name"]) })),
    mappings: of(MAPPING)
      .filter(isMarked)
      .map(({ name }) => String(name)),
    files: all(...FILES).map((file) => ({ host: hostOf(file), name: volumeOf(file.outputs) })),
  };
}

const volumeOf = ({ datastoreId, contentType, fileName }: MadeResource["outputs"]): string =>
  `${String(datastoreId)}:${String(contentType)}/${String(fileName)}`;

const isMarked = ({ comment }: MadeResource["outputs"]): boolean => ownerIn(comment) !== undefined;

const nameOf = (urn: string): string => urn.split("::").at(-1) ?? "";

/** The name of the record that is written once a machine is created. */
const diskOf = (urn: string): string => nameOf(urn).replace(/-vm$/, "-disk");
