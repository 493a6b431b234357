import type { Inode } from "./inode";

/** Who asks: root may do everything. */
export interface UnixCredentials {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
}

export const READ = 4;
export const WRITE = 2;
export const SEARCH = 1;

/** The classic owner, group, others check. */
export function mayAccess(who: UnixCredentials, node: Inode, wanted: number): boolean {
  if (who.uid === 0) return true;
  if (node.uid === who.uid) return ((node.mode >> 6) & wanted) === wanted;
  if (node.gid === who.gid || who.groups.includes(node.gid)) return ((node.mode >> 3) & wanted) === wanted;
  return (node.mode & wanted) === wanted;
}
