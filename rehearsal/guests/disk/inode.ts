/** Owner and permission bits every inode carries. */
interface Attributes {
  mode: number;
  uid: number;
  gid: number;
  mtime: Date;
  readonly ino: number;
}

export interface FileNode extends Attributes {
  readonly type: "file";
  content: Buffer;
  /** /dev/null and similar: what is written is discarded. */
  readonly sink?: true;
}

export interface DirectoryNode extends Attributes {
  readonly type: "directory";
  readonly entries: Map<string, Inode>;
}

export interface LinkNode extends Attributes {
  readonly type: "symlink";
  readonly target: string;
}

export type Inode = FileNode | DirectoryNode | LinkNode;

let nextIno = 1;

function attributes(mode: number): Attributes {
  return { mode, uid: 0, gid: 0, mtime: new Date(), ino: nextIno++ };
}

export function fileNode(content: Buffer, mode: number): FileNode {
  return { type: "file", content, ...attributes(mode) };
}

export function sinkNode(): FileNode {
  return { type: "file", content: Buffer.alloc(0), sink: true, ...attributes(0o666) };
}

export function directoryNode(mode: number): DirectoryNode {
  return { type: "directory", entries: new Map(), ...attributes(mode) };
}

export function linkNode(target: string): LinkNode {
  return { type: "symlink", target, ...attributes(0o777) };
}
