import { posix } from "node:path";
import { unsafeBytesFromLatin1, type ByteString, type FileContent, type FsStat, type IFileSystem } from "just-bash";
import { FileError } from "./file-error";
import { linkNode, type Inode } from "./inode";
import { SEARCH, WRITE } from "./permissions";
import type { UserTree } from "./user-tree";

type Encoding = Parameters<IFileSystem["readFile"]>[1];

/** A user's file system in the asynchronous form just-bash wants. */
export class UserFiles implements IFileSystem {
  private readonly tree: UserTree;

  constructor(tree: UserTree) {
    this.tree = tree;
  }

  readFile = (path: string, options?: Encoding): Promise<string> =>
    soon(() => this.tree.file(path).content.toString(encodingOf(options)));

  readFileBytes = (path: string): Promise<ByteString> =>
    soon(() => unsafeBytesFromLatin1(this.tree.file(path).content.toString("latin1")));

  readFileBuffer = (path: string): Promise<Uint8Array> => soon(() => this.tree.file(path).content);

  writeFile = (path: string, content: FileContent, options?: Encoding): Promise<void> =>
    soon(() => void this.tree.store(path, () => bytes(content, options)));

  appendFile = (path: string, content: FileContent, options?: Encoding): Promise<void> =>
    soon(() => void this.tree.store(path, (old) => Buffer.concat([old, bytes(content, options)])));

  exists = (path: string): Promise<boolean> => soon(() => this.tree.locate(path).node !== undefined).catch(() => false);

  stat = (path: string): Promise<FsStat> => soon(() => describe(this.tree.node(path, "stat")));

  lstat = (path: string): Promise<FsStat> => soon(() => describe(this.tree.node(path, "lstat", false)));

  mkdir = (path: string, options?: { recursive?: boolean }): Promise<void> =>
    soon(() => this.tree.makeDirectory(path, options?.recursive === true));

  readdir = (path: string): Promise<string[]> =>
    soon(() => [...this.tree.needDirectory(this.tree.node(path, "scandir"), path).entries.keys()].sort());

  rm = (path: string, options?: { recursive?: boolean; force?: boolean }): Promise<void> =>
    soon(() => {
      const { parent, name, node } = this.tree.locate(path, false);
      if (!node) throw new FileError("ENOENT", "rm", path);
      if (node.type === "directory" && node.entries.size > 0 && !options?.recursive)
        throw new FileError("ENOTEMPTY", "rm", path);
      this.tree.need(parent, WRITE | SEARCH, "rm", path);
      parent.entries.delete(name);
    }).catch((error: unknown) => {
      if (!(options?.force && error instanceof FileError && error.code === "ENOENT")) throw error;
    });

  cp = (source: string, target: string, options?: { recursive?: boolean }): Promise<void> =>
    soon(() => {
      const node = this.tree.node(source, "cp");
      if (node.type === "directory" && !options?.recursive) throw new FileError("EISDIR", "cp", source);
      if (node.type === "file") {
        const { content } = this.tree.file(source);
        const fresh = this.tree.locate(target).node === undefined;
        const written = this.tree.store(target, () => content);
        if (fresh) written.mode &= node.mode | 0o666;
        return;
      }
      const place = this.tree.writable(target, "cp");
      place.parent.entries.set(place.name, this.tree.copy(node));
    });

  mv = (source: string, target: string): Promise<void> =>
    soon(() => {
      const node = this.tree.node(source, "rename", false);
      const from = this.tree.writable(source, "rename", false);
      const to = this.tree.writable(target, "rename", false);
      from.parent.entries.delete(from.name);
      to.parent.entries.set(to.name, node);
    });

  resolvePath = (base: string, path: string): string => posix.resolve(base, path);

  /** Globbing falls back to directory listings. */
  getAllPaths = (): string[] => [];

  chmod = (path: string, mode: number): Promise<void> =>
    soon(() => {
      const node = this.tree.node(path, "chmod");
      const { uid } = this.tree.who;
      if (uid !== 0 && node.uid !== uid) throw new FileError("EPERM", "chmod", path);
      node.mode = mode & 0o7777;
    });

  symlink = (target: string, path: string): Promise<void> => soon(() => this.enter(path, linkNode(target), true));

  link = (existing: string, path: string): Promise<void> =>
    soon(() => this.enter(path, this.tree.node(existing, "link"), false));

  readlink = (path: string): Promise<string> =>
    soon(() => {
      const node = this.tree.node(path, "readlink", false);
      if (node.type !== "symlink") throw new FileError("EINVAL", "readlink", path);
      return node.target;
    });

  realpath = (path: string): Promise<string> =>
    soon(() => {
      this.tree.node(path, "realpath");
      return this.tree.locate(path).path;
    });

  utimes = (path: string, _accessed: Date, modified: Date): Promise<void> =>
    soon(() => void (this.tree.node(path, "utime").mtime = modified));

  private enter(path: string, node: Inode, fresh: boolean): void {
    const place = this.tree.writable(path, "link", false);
    if (place.node) throw new FileError("EEXIST", "link", path);
    place.parent.entries.set(place.name, fresh ? this.tree.owned(node) : node);
  }
}

/** A synchronous step whose exception becomes a rejection. */
function soon<T>(step: () => T): Promise<T> {
  return new Promise((resolve) => resolve(step()));
}

function encodingOf(options: Encoding): BufferEncoding {
  const wanted = typeof options === "string" ? options : (options?.encoding ?? "utf8");
  return wanted === "binary" ? "latin1" : wanted;
}

function bytes(content: FileContent, options: Encoding): Buffer {
  return typeof content === "string" ? Buffer.from(content, encodingOf(options)) : Buffer.from(content);
}

function describe(node: Inode): FsStat {
  const size = node.type === "file" ? node.content.length : node.type === "symlink" ? node.target.length : 4096;
  return {
    isFile: node.type === "file",
    isDirectory: node.type === "directory",
    isSymbolicLink: node.type === "symlink",
    mode: node.mode,
    size,
    mtime: node.mtime,
    ino: node.ino,
    dev: 1,
  };
}
