import { parameterErrors } from "../errors";
import { checkFormat, splitList } from "../schema/formats";

/** Which storage a disk goes to at a migration. */
export interface StorageMap {
  /** `1` alone: every disk to the storage of the same name, checked beforehand. */
  readonly identity: boolean;
  readonly byDefault?: string;
  readonly entries: ReadonlyMap<string, string>;
}

export const sameStorages: StorageMap = { identity: true, entries: new Map() };

/** `targetstorage`: `fast`, `1`, or pairs `slow:fast` (pve-common, JSONSchema.pm, `parse_idmap`). */
export function parseStorageMap(text: string): StorageMap {
  const refuse = (why: string) => parameterErrors({ targetstorage: `failed to parse storage map: ${why}` });
  const check = (entry: string, id: string): void => {
    const complaint = checkFormat("pve-storage-id", id);
    if (complaint !== undefined) throw refuse(`entry '${entry}' contains invalid ID - ${complaint}`);
  };
  const entries = new Map<string, string>();
  let [identity, byDefault]: [boolean, string | undefined] = [false, undefined];
  for (const entry of splitList(text)) {
    const [source = "", target] = entry.split(":");
    if (entry === "1") identity = true;
    else if (target === undefined) {
      check(entry, entry);
      if (byDefault !== undefined) throw refuse("default target ID can only be provided once");
      byDefault = entry;
    } else {
      [source, target].forEach((id) => check(entry, id));
      if (entries.has(source)) throw refuse(`duplicate mapping for source '${source}'`);
      entries.set(source, target);
    }
  }
  if (identity && (byDefault !== undefined || entries.size > 0))
    throw refuse("identity mapping cannot be combined with other mappings");
  return { identity, entries, ...(byDefault !== undefined && { byDefault }) };
}

export const targetOf = ({ entries, byDefault }: StorageMap, storage: string): string =>
  entries.get(storage) ?? byDefault ?? storage;
