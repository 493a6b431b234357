import type { Datacenter } from "./datacenter";
import { tellReaders, touchVolume } from "./disks";
import type { Host } from "./host";
import type { Storage } from "./storage";
import type { Volume, VolumeContent } from "./volume";

/** Files on directory storages by their absolute path, as SSH and SFTP see them. */
export function fileAt(host: Host, path: string): Volume | undefined {
  for (const storage of host.storages.values()) {
    if (storage.path === undefined || !path.startsWith(`${storage.path}/`)) continue;
    return storage.all().find((volume) => volume.bytes !== undefined && storage.pathOf(volume) === path);
  }
  return undefined;
}

/** Writes a snippet as `tee` does; undefined when the directory is none that exists. */
export function writeSnippet(datacenter: Datacenter, host: Host, path: string, bytes: Uint8Array): Volume | undefined {
  for (const storage of host.storages.values()) {
    const [, fileName] =
      storage.path === undefined ? [] : (new RegExp(`^${storage.path}/snippets/([^/]+)$`).exec(path) ?? []);
    if (fileName === undefined || !storage.content.includes("snippets")) continue;
    const content = new TextDecoder().decode(bytes);
    datacenter.simulation.events.emit({
      kind: "document",
      machine: host.name,
      name: `${storage.id}:snippets/${fileName}`,
      content,
    });
    return save(datacenter, host, storage, "snippets", fileName, bytes);
  }
  return undefined;
}

/** Stores an uploaded image, over an older one of the same name. */
export function saveUpload(
  datacenter: Datacenter,
  host: Host,
  storage: Storage,
  kind: VolumeContent,
  fileName: string,
  bytes: Uint8Array,
): void {
  save(datacenter, host, storage, kind, fileName, bytes);
}

function save(
  datacenter: Datacenter,
  host: Host,
  storage: Storage,
  content: VolumeContent,
  fileName: string,
  bytes: Uint8Array,
): Volume {
  const name = `${content}/${fileName}`;
  const old = storage.find(name);
  if (old) {
    touchVolume(datacenter, host, old, "overwritten");
    storage.remove(old);
  }
  const saved = storage.add({
    storage: storage.id,
    name,
    content,
    format: /[^.]+$/.exec(fileName)?.[0] ?? "raw",
    sizeBytes: bytes.length,
    bytes,
    diskId: datacenter.newDiskId(`${host.name}/${storage.id}:${name}`),
    ctime: datacenter.tasks.seconds(),
  });
  if (old?.bytes && Buffer.compare(old.bytes, bytes) !== 0) tellReaders(datacenter, host, saved, "document-changed");
  return saved;
}
