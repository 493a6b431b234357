import { posix } from "node:path";
import { FileError } from "./file-error";
import { directoryNode, fileNode, linkNode, type DirectoryNode, type FileNode, type Inode } from "./inode";

const MAX_LINKS = 40;

/** Where a path leads: the directory that holds its last name, that name, and what is there, if anything. */
export interface PathTarget {
  readonly parent: DirectoryNode;
  readonly name: string;
  readonly node: Inode | undefined;
  readonly path: string;
}

/** Called for every directory a look-up passes; throws when the user may not. */
export type Passage = (directory: DirectoryNode, path: string) => void;
const anybody: Passage = () => {};

/** A machine's file system as root sees it, synchronous, so that simulated services read it as they please. */
export class FileTree {
  readonly root = directoryNode(0o755);

  /** Resolves symbolic links on the way, and at the end if `follow`. */
  locate(path: string, follow: boolean, pass: Passage = anybody): PathTarget {
    let here = { directory: this.root, path: "/" };
    const stack: (typeof here)[] = [];
    const todo = path.split("/").reverse();
    let links = 0;
    for (;;) {
      const name = todo.pop();
      if (name === undefined) return { parent: this.root, name: "", node: here.directory, path: here.path };
      if (name === "" || name === ".") continue;
      if (name === "..") {
        here = stack.pop() ?? { directory: this.root, path: "/" };
        continue;
      }
      pass(here.directory, here.path);
      const node = here.directory.entries.get(name);
      const last = !todo.some((rest) => rest !== "" && rest !== ".");
      if (node?.type === "symlink" && (follow || !last)) {
        if (++links > MAX_LINKS) throw new FileError("ELOOP", "open", path);
        if (node.target.startsWith("/")) {
          stack.length = 0;
          here = { directory: this.root, path: "/" };
        }
        todo.push(...node.target.split("/").reverse());
        continue;
      }
      const full = posix.join(here.path, name);
      if (last) return { parent: here.directory, name, node, path: full };
      if (!node) throw new FileError("ENOENT", "open", path);
      if (node.type !== "directory") throw new FileError("ENOTDIR", "open", path);
      stack.push(here);
      here = { directory: node, path: full };
    }
  }

  find(path: string): Inode | undefined {
    try {
      return this.locate(path, true).node;
    } catch {
      return undefined;
    }
  }

  exists(path: string): boolean {
    return this.find(path) !== undefined;
  }

  /** The text of a file, undefined when there is none. */
  read(path: string): string | undefined {
    const node = this.find(path);
    return node?.type === "file" ? node.content.toString("utf8") : undefined;
  }

  /** Names in a directory, sorted; empty when there is none. */
  list(path: string): string[] {
    const node = this.find(path);
    return node?.type === "directory" ? [...node.entries.keys()].sort() : [];
  }

  /** Makes the directory and those above it. */
  makeDirectories(path: string, mode = 0o755): DirectoryNode {
    let node: DirectoryNode = this.root;
    const made: string[] = [];
    for (const name of path.split("/").filter(Boolean)) {
      made.push(name);
      const next = this.find(`/${made.join("/")}`);
      if (next && next.type !== "directory") throw new FileError("ENOTDIR", "mkdir", path);
      const directory = next ?? directoryNode(mode);
      if (!next) node.entries.set(name, directory);
      node = directory;
    }
    return node;
  }

  /** Writes a file, making the directories above it; an existing file keeps its owner, and its mode unless one is given. */
  write(path: string, content: string | Uint8Array, mode?: number): FileNode {
    this.makeDirectories(posix.dirname(path));
    const { parent, name, node } = this.locate(path, true);
    if (node && node.type !== "file") throw new FileError("EISDIR", "open", path);
    const file = node ?? fileNode(Buffer.alloc(0), mode ?? 0o644);
    file.content = Buffer.from(content as Uint8Array);
    file.mtime = new Date();
    if (mode !== undefined) file.mode = mode;
    parent.entries.set(name, file);
    return file;
  }

  link(target: string, path: string): void {
    this.makeDirectories(posix.dirname(path));
    const { parent, name } = this.locate(path, false);
    parent.entries.set(name, linkNode(target));
  }

  remove(path: string): void {
    try {
      const { parent, name } = this.locate(path, false);
      parent.entries.delete(name);
    } catch {
      // what is not there needs no removing
    }
  }
}
