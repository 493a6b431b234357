import type { MadeResource } from "./made-resource";
import { ownerIn } from "./ownership-marker";

/** What a stack's state has on the hosts: of that alone it is known that this stack made it, whatever marks say. */
export interface InState {
  /** VM ids. */
  readonly guests: readonly number[];
  /** Of these the ones whose creation did not come to its end: the record of their disk comes after it. */
  readonly unfinished: readonly number[];
  /** Those that carry a mark, as what an earlier program made did not. */
  readonly bridges: readonly OnHost[];
  /** Names of PCI mappings, likewise. */
  readonly mappings: readonly string[];
  /** Files by volume id: Proxmox keeps no notes on a file that could say whose it is. */
  readonly files: readonly OnHost[];
}

export const NOTHING_IN_STATE: InState = { guests: [], unfinished: [], bridges: [], mappings: [], files: [] };

export interface OnHost {
  readonly host: string;
  /** As Proxmox names it there. */
  readonly name: string;
}

/** Tokens of the provider's classes for what is on hosts. */
const GUEST = "proxmoxve:index/vmLegacy:VmLegacy";
const BRIDGE = "proxmoxve:network/linux/bridge:Bridge";
const MAPPING = "proxmoxve:hardware/mapping/pci:Pci";
const FILES = ["proxmoxve:index/fileLegacy:FileLegacy", "proxmoxve:download/file:File"];

export function inStateOf(resources: readonly MadeResource[]): InState {
  const urns = new Set(resources.map(({ urn }) => nameOf(urn)));
  const of = (...types: string[]) => resources.filter(({ type }) => types.includes(type)).map(({ outputs }) => outputs);
  return {
    guests: of(GUEST).map(({ vmId }) => Number(vmId)),
    unfinished: resources
      .filter(({ type, urn }) => type === GUEST && !urns.has(diskOf(urn)))
      .map(({ outputs }) => Number(outputs["vmId"])),
    bridges: of(BRIDGE)
      .filter(isMarked)
      .map(({ name, nodeName }) => ({ host: String(nodeName), name: String(name) })),
    mappings: of(MAPPING)
      .filter(isMarked)
      .map(({ name }) => String(name)),
    files: of(...FILES).map(({ nodeName, datastoreId, contentType, fileName }) => ({
      host: String(nodeName),
      name: `${String(datastoreId)}:${String(contentType)}/${String(fileName)}`,
    })),
  };
}

const isMarked = ({ comment }: MadeResource["outputs"]): boolean => ownerIn(comment) !== undefined;

const nameOf = (urn: string): string => urn.split("::").at(-1) ?? "";

/** The name of the record behind a machine, which is written once that is made. */
const diskOf = (urn: string): string => nameOf(urn).replace(/-vm$/, "-disk");
