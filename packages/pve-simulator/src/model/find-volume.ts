import { failure } from "../errors";
import type { Host } from "./host";
import { parseVolumeId, type Volume } from "./volume";

/** The volume a drive's `file` names. */
export function volumeOf(host: Host, file: string): Volume {
  const id = parseVolumeId(file);
  if (!id) throw failure(`unable to parse volume ID '${file}'`);
  return host.storage(id.storage).get(id.name);
}

export function findVolume(host: Pick<Host, "storages">, file: string): Volume | undefined {
  const id = parseVolumeId(file);
  return id && host.storages.get(id.storage)?.find(id.name);
}
