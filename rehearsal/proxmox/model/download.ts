import type { InternetFile } from "../../world-spec";
import { failure, parameterErrors } from "../errors";
import type { Datacenter } from "./datacenter";
import type { Host } from "./host";
import type { Caller } from "./permissions";
import type { Storage } from "./storage";
import type { TaskLog } from "./tasks";
import type { VolumeContent } from "./volume";

export interface DownloadRequest {
  readonly url: string;
  readonly content: VolumeContent;
  readonly fileName: string;
  readonly checksum: string | undefined;
  readonly algorithm: string | undefined;
}

/** File names each kind of content may have (pve-storage, Storage.pm). */
const extensions: Readonly<Record<string, RegExp>> = {
  iso: /\.(?:iso|img)$/i,
  vztmpl: /\.tar(?:\.(?:gz|xz|zst))?$/i,
  import: /^[A-Za-z0-9._+=@-]+\.(?:ova|ovf|qcow2|raw|vmdk)$/,
};

export function checkFileName(content: VolumeContent, fileName: string): void {
  if (extensions[content]?.test(fileName) === true) return;
  throw parameterErrors({
    filename: content === "import" ? "invalid filename or wrong extension" : "wrong file extension",
  });
}

/** Fetches a file of the world's internet onto a directory storage in a `download` task. */
export function downloadUrl(
  datacenter: Datacenter,
  caller: Caller,
  host: Host,
  storage: Storage,
  request: DownloadRequest,
): string {
  requireFileStorage(storage, request.content);
  checkFileName(request.content, request.fileName);
  const { clock, events, latencies } = datacenter.world;
  const task = { node: host.name, type: "download", id: request.fileName, user: caller.user, machine: host.name };
  return datacenter.tasks.start(task, (log) =>
    events.span(host.name, "download", latencies.imageDownload, async () => {
      const path = `${storage.path}/${request.content}/${request.fileName}`;
      log(`downloading ${request.url} to ${path}`);
      if (alreadyThere(storage, request, path, log)) return;
      await clock.sleep(latencies.imageDownload);
      const file = fetchFile(datacenter, request.url);
      verifyChecksum(file.sha256, request);
      storage.add(asVolume(datacenter, host, storage, request, file));
      log(`download of '${request.url}' to '${path}' finished`);
    }),
  );
}

export function requireFileStorage(storage: Storage, content: VolumeContent): void {
  if (storage.path === undefined)
    throw failure(`can't upload to storage type '${storage.type}', not a file based storage!`);
  if (!storage.content.includes(content))
    throw failure(`storage '${storage.id}' is not configured for content-type '${content}'`);
}

export function internetFile(datacenter: Datacenter, url: string): InternetFile | undefined {
  return datacenter.world.spec.internet.find((file) => file.url === url);
}

function fetchFile(datacenter: Datacenter, url: string): InternetFile {
  const file = internetFile(datacenter, url);
  if (!file) throw failure("downloading failed: 404 Not Found");
  return file;
}

function alreadyThere(storage: Storage, request: DownloadRequest, path: string, log: TaskLog): boolean {
  const existing = storage.find(`${request.content}/${request.fileName}`);
  if (!existing) return false;
  if (request.checksum === undefined) throw failure(`refusing to override existing file '${path}'`);
  log("calculating checksum of existing file...");
  const got = existing.sha256 ?? "";
  if (got.toLowerCase() !== request.checksum.toLowerCase()) {
    throw failure(`checksum mismatch: got '${got}' != expect '${request.checksum}', aborting`);
  }
  log("OK, got correct file already, no need to download");
  return true;
}

function verifyChecksum(got: string, { checksum, algorithm }: DownloadRequest): void {
  if (checksum === undefined) return;
  if (algorithm !== "sha256") throw failure(`the world knows files by sha256 only, not by ${algorithm}`);
  if (got.toLowerCase() !== checksum.toLowerCase())
    throw failure(`checksum mismatch: got '${got}' != expect '${checksum}'`);
}

function asVolume(datacenter: Datacenter, host: Host, storage: Storage, request: DownloadRequest, file: InternetFile) {
  const name = `${request.content}/${request.fileName}`;
  return {
    ...{ storage: storage.id, name, content: request.content, sizeBytes: file.sizeBytes, image: file.url },
    format: /[^.]+$/.exec(request.fileName)?.[0] ?? "raw",
    diskId: datacenter.newDiskId(`${host.name}/${storage.id}:${name}`),
    sha256: file.sha256,
    ...(file.diskGiB !== undefined && { diskGiB: file.diskGiB }),
    ...(file.content && { bytes: file.content }),
    ctime: datacenter.tasks.seconds(),
  };
}
