import { type SFTPWrapper, utils } from "ssh2";
import { actAs } from "../model/actor";
import type { Datacenter } from "../model/datacenter";
import { freeDisk } from "../model/disks";
import { fileAt } from "../model/files";
import type { Host } from "../model/host";
import type { Volume } from "../model/volume";

const { STATUS_CODE: status } = utils.sftp;
const regularFile = 0o100644;

/** Serves the host's snippets over SFTP: enough to look at a file, read it and remove it. */
export function serveHostSftp(datacenter: Datacenter, host: Host, sftp: SFTPWrapper): void {
  const open = new Map<number, Volume>();
  let nextHandle = 0;
  const opened = (handle: Buffer) => open.get(handle.readUInt32BE(0));
  const attributes = (id: number, file: Volume | undefined) => {
    if (file) sftp.attrs(id, attributesOf(file));
    else sftp.status(id, status.NO_SUCH_FILE);
  };
  sftp.on("OPEN", (id, path) => {
    const file = fileAt(host, path);
    if (!file) return sftp.status(id, status.NO_SUCH_FILE);
    const handle = Buffer.alloc(4);
    handle.writeUInt32BE(nextHandle, 0);
    open.set(nextHandle++, file);
    sftp.handle(id, handle);
  });
  sftp.on("FSTAT", (id, handle) => attributes(id, opened(handle)));
  sftp.on("STAT", (id, path) => attributes(id, fileAt(host, path)));
  sftp.on("LSTAT", (id, path) => attributes(id, fileAt(host, path)));
  sftp.on("READ", (id, handle, offset, length) => {
    const bytes = opened(handle)?.bytes?.subarray(offset, offset + length);
    if (!bytes || bytes.length === 0) sftp.status(id, status.EOF);
    else sftp.data(id, Buffer.from(bytes));
  });
  sftp.on("CLOSE", (id, handle) => {
    open.delete(handle.readUInt32BE(0));
    sftp.status(id, status.OK);
  });
  sftp.on("SETSTAT", (id, path) => sftp.status(id, fileAt(host, path) ? status.OK : status.NO_SUCH_FILE));
  sftp.on("FSETSTAT", (id, handle) => sftp.status(id, opened(handle) ? status.OK : status.FAILURE));
  sftp.on("REALPATH", (id, path) => {
    const filename = path === "." ? "/root" : path;
    sftp.name(id, [{ filename, longname: filename, attrs: {} as never }]);
  });
  sftp.on("REMOVE", (id, path) => {
    const file = fileAt(host, path);
    if (file) actAs("program", () => freeDisk(datacenter, host, file));
    sftp.status(id, file ? status.OK : status.NO_SUCH_FILE);
  });
  // Without this the provider waits for ever after its last request.
  sftp.on("end", () => sftp.end());
}

function attributesOf(file: Volume) {
  return { mode: regularFile, uid: 0, gid: 0, size: file.sizeBytes, atime: file.ctime, mtime: file.ctime };
}
