import { FileError } from "./file-error";
import type { FileTree, PathTarget } from "./file-tree";
import { directoryNode, fileNode, linkNode, type DirectoryNode, type FileNode, type Inode } from "./inode";
import { mayAccess, READ, SEARCH, WRITE, type UnixCredentials } from "./permissions";

/** The file creation mask, shared by all that one process opens. */
export interface Umask {
  value: number;
}

/** The file system as one user may use it: every operation checks what the kernel would check. */
export class UserTree {
  readonly who: UnixCredentials;
  private readonly tree: FileTree;
  private readonly umask: Umask;

  constructor(tree: FileTree, who: UnixCredentials, umask: Umask) {
    this.tree = tree;
    this.who = who;
    this.umask = umask;
  }

  locate(path: string, follow = true): PathTarget {
    return this.tree.locate(path, follow, (directory, at) => this.need(directory, SEARCH, "open", at));
  }

  node(path: string, operation: string, follow = true): Inode {
    const { node } = this.locate(path, follow);
    if (!node) throw new FileError("ENOENT", operation, path);
    return node;
  }

  file(path: string): FileNode {
    const node = this.node(path, "open");
    if (node.type !== "file") throw new FileError("EISDIR", "read", path);
    this.need(node, READ, "open", path);
    return node;
  }

  /** Writes what `change` makes of the old content. The directory must exist already, as for open(2). */
  store(path: string, change: (old: Buffer) => Buffer): FileNode {
    const place = this.locate(path);
    if (place.node?.type === "directory") throw new FileError("EISDIR", "open", path);
    const existing = place.node?.type === "file" ? place.node : undefined;
    if (existing) this.need(existing, WRITE, "open", path);
    else this.need(place.parent, WRITE | SEARCH, "open", path);
    const file = existing ?? this.owned(fileNode(Buffer.alloc(0), 0o666 & ~this.umask.value));
    if (file.sink) return file;
    file.content = change(file.content);
    file.mtime = new Date();
    place.parent.entries.set(place.name, file);
    return file;
  }

  makeDirectory(path: string, recursive: boolean): void {
    const place = this.tryParent(path, recursive);
    if (place.node) {
      if (recursive && place.node.type === "directory") return;
      throw new FileError("EEXIST", "mkdir", path);
    }
    this.need(place.parent, WRITE | SEARCH, "mkdir", path);
    place.parent.entries.set(place.name, this.owned(directoryNode(0o777 & ~this.umask.value)));
  }

  /** The place a new name may be put at. */
  writable(path: string, operation: string, follow = true): PathTarget {
    const place = this.locate(path, follow);
    this.need(place.parent, WRITE | SEARCH, operation, path);
    return place;
  }

  /** A fresh inode belongs to who made it. */
  owned<T extends Inode>(node: T): T {
    node.uid = this.who.uid;
    node.gid = this.who.gid;
    return node;
  }

  copy(node: Inode): Inode {
    if (node.type === "symlink") return this.owned(linkNode(node.target));
    if (node.type === "file") return this.owned(fileNode(node.content, node.mode & ~this.umask.value));
    const directory = this.owned(directoryNode(node.mode & ~this.umask.value));
    for (const [name, entry] of node.entries) directory.entries.set(name, this.copy(entry));
    return directory;
  }

  need(node: Inode, access: number, operation: string, path: string): void {
    if (!mayAccess(this.who, node, access)) throw new FileError("EACCES", operation, path);
  }

  needDirectory(node: Inode, path: string): DirectoryNode {
    if (node.type !== "directory") throw new FileError("ENOTDIR", "scandir", path);
    this.need(node, READ, "scandir", path);
    return node;
  }

  private tryParent(path: string, recursive: boolean): PathTarget {
    try {
      return this.locate(path);
    } catch (error) {
      const above = path.slice(0, path.lastIndexOf("/"));
      if (!recursive || !(error instanceof FileError) || error.code !== "ENOENT" || above === "") throw error;
      this.makeDirectory(above, true);
      return this.locate(path);
    }
  }
}
