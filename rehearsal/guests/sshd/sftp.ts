import { type SFTPWrapper, utils } from "ssh2";
import { FileError } from "../disk/file-error";
import type { FileNode } from "../disk/inode";
import type { UserTree } from "../disk/user-tree";

const { STATUS_CODE, OPEN_MODE } = utils.sftp;

/** Uploads and downloads of single files, as scp and remote.CopyToRemote do them. */
export function serveSftp(files: UserTree, sftp: SFTPWrapper): void {
  const open = new Map<number, FileNode>();
  let next = 0;
  const guard = (id: number, step: () => void): void => {
    try {
      step();
    } catch (error) {
      sftp.status(id, statusOf(error));
    }
  };
  sftp.on("OPEN", (id, path, flags, attrs) =>
    guard(id, () => {
      const writes = (flags & OPEN_MODE.WRITE) !== 0;
      const fresh = (flags & OPEN_MODE.TRUNC) !== 0;
      const isNew = writes && files.locate(path).node === undefined;
      const node = writes ? files.store(path, (old) => (fresh ? Buffer.alloc(0) : old)) : files.file(path);
      if (isNew && typeof attrs.mode === "number") node.mode = attrs.mode & 0o7777;
      const handle = Buffer.alloc(4);
      handle.writeUInt32BE(next);
      open.set(next++, node);
      sftp.handle(id, handle);
    }),
  );
  const node = (handle: Buffer): FileNode => {
    const found = open.get(handle.readUInt32BE());
    if (!found) throw new FileError("EINVAL", "read", "handle");
    return found;
  };
  sftp.on("WRITE", (id, handle, offset, data) =>
    guard(id, () => {
      const file = node(handle);
      const size = Math.max(file.content.length, offset + data.length);
      const content = Buffer.alloc(size);
      file.content.copy(content);
      data.copy(content, offset);
      file.content = content;
      sftp.status(id, STATUS_CODE.OK);
    }),
  );
  sftp.on("READ", (id, handle, offset, length) =>
    guard(id, () => {
      const { content } = node(handle);
      if (offset >= content.length) sftp.status(id, STATUS_CODE.EOF);
      else sftp.data(id, content.subarray(offset, offset + length));
    }),
  );
  sftp.on("FSTAT", (id, handle) => guard(id, () => sftp.attrs(id, attributes(node(handle)))));
  sftp.on("FSETSTAT", (id, handle, attrs) =>
    guard(id, () => {
      if (typeof attrs.mode === "number") node(handle).mode = attrs.mode & 0o7777;
      sftp.status(id, STATUS_CODE.OK);
    }),
  );
  for (const request of ["STAT", "LSTAT"] as const)
    sftp.on(request, (id: number, path: string) =>
      guard(id, () => {
        const found = files.node(path, "stat");
        sftp.attrs(id, attributes(found));
      }),
    );
  sftp.on("REALPATH", (id, path) => sftp.name(id, [{ filename: path, longname: path, attrs: attributes(undefined) }]));
  sftp.on("CLOSE", (id) => sftp.status(id, STATUS_CODE.OK));
  // Without an answer to its end of file a client may wait for ever (facts: tried with the provider's uploads).
  sftp.on("end", () => sftp.end());
}

function attributes(node: { mode: number; uid: number; gid: number; content?: Buffer; type?: string } | undefined) {
  const kind = node?.type === "directory" ? 0o040000 : 0o100000;
  return {
    mode: kind | (node?.mode ?? 0),
    uid: node?.uid ?? 0,
    gid: node?.gid ?? 0,
    size: node?.content?.length ?? 0,
    atime: 0,
    mtime: 0,
  };
}

function statusOf(error: unknown): number {
  if (!(error instanceof FileError)) return STATUS_CODE.FAILURE;
  if (error.code === "ENOENT") return STATUS_CODE.NO_SUCH_FILE;
  return error.code === "EACCES" ? STATUS_CODE.PERMISSION_DENIED : STATUS_CODE.FAILURE;
}
