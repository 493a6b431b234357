import type { LinuxGuest } from "./guest";

/** What a machine calls its system: PRETTY_NAME of os-release(5). */
export function titleOf({ tree }: Pick<LinuxGuest, "tree">): string {
  return /^PRETTY_NAME="(.*)"$/m.exec(tree.read("/etc/os-release") ?? "")?.[1] ?? "Linux";
}
