import type { DownloadableFile } from "../spec";
import { failure, parameterErrors } from "../errors";
import type { Datacenter } from "./datacenter";
import type { Host } from "./host";
import type { Caller } from "./permissions";
import type { Storage } from "./storage";
import type { TaskLog } from "./tasks";
import type { VolumeContent } from "./volume";
import { type Sums, sumOf } from "./sums";

export interface DownloadRequest {
  readonly url: string;
  readonly content: VolumeContent;
  readonly fileName: string;
  readonly checksum: string | undefined;
  readonly algorithm: string | undefined;
  /** Unpacks what was downloaded; PVE does it for ISO images alone. */
  readonly compression: string | undefined;
}

/** File names each kind of content may have (pve-storage, Storage.pm). */
const extensions: Readonly<Record<string, RegExp>> = {
  iso: /.\.(?:iso|img)$/i,
  vztmpl: /.\.(?:tar|tar\.(?:gz|xz|zst|bz2))$/i,
  import: /.\.(?:ova|qcow2|raw|vmdk)$/,
};

/** The name without folders, and with nothing odd in it (pve-storage, `normalize_content_filename`). */
export function plainFileName(fileName: string): string {
  return fileName
    .replace(/\n$/, "")
    .replace(/^.*[/\\]/, "")
    .replace(/[^a-zA-Z0-9_.-]/gu, "_");
}

export function checkFileName(content: VolumeContent, fileName: string): void {
  if (extensions[content]?.test(fileName) === true) return;
  throw parameterErrors({
    filename: content === "import" ? "invalid filename or wrong extension" : "wrong file extension",
  });
}

/** Fetches a file of the simulation's internet onto a directory storage in a `download` task. */
export function downloadUrl(
  datacenter: Datacenter,
  caller: Caller,
  host: Host,
  storage: Storage,
  request: DownloadRequest,
): string {
  requireFileStorage(storage, request.content);
  checkFileName(request.content, request.fileName);
  const { clock, events, latencies } = datacenter.simulation;
  const task = { node: host.node, type: "download", id: request.fileName, user: caller.user, machine: host.name };
  return datacenter.tasks.start(task, (log) =>
    events.span(host.name, "download", latencies.imageDownload, async () => {
      const path = `${storage.path}/${request.content}/${request.fileName}`;
      checkCompression(request);
      log(`downloading ${request.url} to ${path}`);
      if (alreadyThere(storage, request, path, log)) return;
      await clock.sleep(latencies.imageDownload);
      const file = fetchFile(datacenter, request.url);
      verifyChecksum(file, request);
      checkImage(request, path);
      storage.add(asVolume(datacenter, host, storage, request, file));
      log(`download of '${request.url}' to '${path}' finished`);
    }),
  );
}

function requireFileStorage(storage: Storage, content: VolumeContent): void {
  if (storage.path === undefined)
    throw failure(`can't upload to storage type '${storage.type}', not a file based storage!`);
  if (!storage.content.includes(content))
    throw failure(`storage '${storage.id}' is not configured for content-type '${content}'`);
}

export function internetFile(datacenter: Datacenter, url: string): DownloadableFile | undefined {
  return datacenter.simulation.internet.file(url);
}

function fetchFile(datacenter: Datacenter, url: string): DownloadableFile {
  const file = internetFile(datacenter, url);
  // wget's last line is empty, so the message is its exit status (pve-common, Tools.pm, `run_command`).
  if (!file) throw failure("download failed: exit code 8");
  return file;
}

function alreadyThere(storage: Storage, request: DownloadRequest, path: string, log: TaskLog): boolean {
  const existing = storage.find(`${request.content}/${request.fileName}`);
  if (!existing) return false;
  if (request.checksum === undefined) throw failure(`refusing to override existing file '${path}'`);
  log("calculating checksum of existing file...");
  const got = existing.sums ? sumOf(existing.sums, request.algorithm) : "";
  if (got.toLowerCase() !== request.checksum.toLowerCase()) {
    throw failure(`checksum mismatch: got '${got}' != expect '${request.checksum}', aborting`);
  }
  log("OK, got correct file already, no need to download");
  return true;
}

function verifyChecksum(file: Sums, { checksum, algorithm }: DownloadRequest): void {
  if (checksum === undefined) return;
  const got = sumOf(file, algorithm);
  if (got.toLowerCase() !== checksum.toLowerCase())
    throw failure(`checksum mismatch: got '${got}' != expect '${checksum}'`);
}

/** What pve-storage unpacks (Plugin.pm, KNOWN_COMPRESSION_FORMATS), and only for ISO images (API2/Storage/Status.pm). */
function checkCompression({ compression, content }: DownloadRequest): void {
  if (compression === undefined) return;
  if (content !== "iso") throw failure(`decompression not supported for ${content}`);
  if (!["gz", "lzo", "zst", "bz2"].includes(compression)) throw failure("no decompression method found");
}

/** Compressed data is no image: PVE notices where it knows what the format has to look like. */
function checkImage({ url, content, fileName, compression }: DownloadRequest, path: string): void {
  const packed = /\.(?:gz|xz|zst|bz2|lzo)$/.exec(url)?.[0];
  if (packed !== undefined && compression !== undefined && packed !== `.${compression}`)
    throw failure(`decompression failed: ${compression}: ${path}.tmp: not in ${compression} format`);
  if (content === "import" && packed !== undefined && /\.(?:qcow2|vmdk)$/.test(fileName))
    throw failure(
      `failed to verify file: qemu-img: Could not open '${path}.tmp_dwnl': Image is not in ${/[^.]+$/.exec(fileName)?.[0]} format`,
    );
}

/** What the data is, once unpacked: an address that ends in a packer's name stands for bytes that nothing boots from. */
function imageIn({ compression }: DownloadRequest, file: DownloadableFile): string {
  return compression === undefined ? file.url : file.url.replace(/\.(?:gz|xz|zst|bz2|lzo)$/, "");
}

function asVolume(
  datacenter: Datacenter,
  host: Host,
  storage: Storage,
  request: DownloadRequest,
  file: DownloadableFile,
) {
  const name = `${request.content}/${request.fileName}`;
  return {
    storage: storage.id,
    name,
    content: request.content,
    sizeBytes: file.sizeBytes,
    image: imageIn(request, file),
    format: /[^.]+$/.exec(request.fileName)?.[0] ?? "raw",
    diskId: datacenter.newDiskId(`${host.name}/${storage.id}:${name}`),
    sums: { sha256: file.sha256, ...(file.sha512 !== undefined && { sha512: file.sha512 }) },
    ...(file.diskGiB !== undefined && { diskGiB: file.diskGiB }),
    ...(file.content && { bytes: file.content }),
    ctime: datacenter.tasks.seconds(),
  };
}
